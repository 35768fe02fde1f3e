"""Findings, `dxscore:ignore` comments and exemptions -> findings with their status, and what does not hold any more.

A comment or exemption hides nothing after its date, and one that hides nothing is reported. What is reported are
entities of kind 'directive', which the rules of dimension `meta` judge like any other entity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.copying import replace
from dxscore.domain.exemption import Exemption, Waiver
from dxscore.domain.facts import Directive, Entity
from dxscore.domain.finding import Finding, Status
from dxscore.domain.rule import Rule
from dxscore.domain.subject import Placed


class Suppressed(Struct, frozen=True):
    """What came of suppressions."""

    findings: tuple[Finding, ...]
    """All that were given, in their order."""
    directives: tuple[Placed, ...]
    """The comments and exemptions that are expired, unused or malformed, by path and line."""
    waivers: tuple[Waiver, ...]
    """All comments and exemptions, by path and line."""


def apply(
    findings: Sequence[Finding],
    directives: Mapping[str, Sequence[Directive]],
    exemptions: Iterable[Exemption],
    rules: Sequence[Rule],
    as_of: date,
    judged: Collection[str],
) -> Suppressed:
    """Hide what comments (by path) and exemptions cover on the day `as_of`, which is still covered on its last day.

    `rules` are all that are known, also those that do not run: an id that none of them has or had is a mistake.
    `judged` are the ids of the rules that ran to their end: a comment is unused only when its rule had the chance to
    find something.
    """
    waivers = _checked([*_from_comments(directives), *_from_exemptions(exemptions)], rules)
    holding = [waiver for waiver in waivers if not waiver.fault(as_of)]
    by_rule: dict[str, list[_Waiver]] = {}
    for waiver in holding:
        by_rule.setdefault(waiver.rule_id, []).append(waiver)
    covering = [[waiver for waiver in by_rule.get(each.rule, ()) if waiver.covers(each)] for each in findings]
    used = Counter(waiver.key for found in covering for waiver in found)

    def problem(waiver: _Waiver) -> str:
        idle = not used[waiver.key] and waiver.rule_id in judged
        return waiver.fault(as_of) or ("unused" if idle else "")

    waivers = tuple(sorted(waivers, key=lambda waiver: (waiver.path, waiver.line)))
    return Suppressed(
        tuple(_with_status(finding, found) for finding, found in zip(findings, covering, strict=True)),
        tuple(_placed(waiver, fault) for waiver in waivers if (fault := problem(waiver))),
        tuple(_listed(waiver, problem(waiver), used[waiver.key]) for waiver in waivers),
    )


class _Waiver(Struct, frozen=True):
    """One rule of one comment or exemption; the two differ in where they hold."""

    form: Literal["comment", "exemption"]
    path: str
    line: int
    rule: str
    reason: str
    until: str
    approved_by: str = ""
    note: str = ""
    target: int = 0
    """Of a comment: the line it covers."""
    scope: GitIgnoreSpec | None = None
    """Of an exemption: the paths it covers, None for all."""
    error: str = ""
    rule_id: str = ""
    """Today's id of the rule."""

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What tells it from every other."""
        return (self.form, self.path, self.line, self.rule)

    def fault(self, as_of: date) -> str:
        """'malformed', 'expired', or '' for one that holds."""
        if self.error:
            return "malformed"
        return "expired" if self.until and date.fromisoformat(self.until) < as_of else ""

    def covers(self, finding: Finding) -> bool:
        """A comment covers what begins on its line or target and what ends there; an exemption whole paths."""
        place = finding.location
        if self.form == "exemption":
            return self.scope is None or self.scope.match_file(place.path)
        return place.path == self.path and (place.line in (self.line, self.target) or place.end_line == self.target)


def _from_comments(directives: Mapping[str, Sequence[Directive]]) -> Iterator[_Waiver]:
    for path, found in directives.items():
        for each in found:
            for rule in (", ".join(each.rules),) if each.error else each.rules:
                waiver = _Waiver("comment", path, each.line, rule, each.reason, each.until, target=each.target)
                yield replace(waiver, error=each.error)


def _from_exemptions(exemptions: Iterable[Exemption]) -> Iterator[_Waiver]:
    for each in exemptions:
        scope = GitIgnoreSpec.from_lines(each.paths) if each.paths else None
        for rule in each.rules:
            waiver = _Waiver("exemption", each.file, each.line, rule, each.reason, each.expires, scope=scope)
            yield replace(waiver, approved_by=each.approved_by, note=each.note)


def _checked(waivers: Iterable[_Waiver], rules: Iterable[Rule]) -> tuple[_Waiver, ...]:
    """With today's ids of their rules, and an error where there is no such rule."""
    ids = {alias: rule.id for rule in rules for alias in (*rule.aliases, rule.id)}
    return tuple(
        replace(waiver, rule_id=ids[waiver.rule])
        if waiver.rule in ids
        else replace(waiver, error=waiver.error or f"no rule is called '{waiver.rule}'")
        for waiver in waivers
    )


def _with_status(finding: Finding, covering: Sequence[_Waiver]) -> Finding:
    """The comment, which stands nearer, names the status when an exemption covers the finding as well."""
    if not covering:
        return finding
    nearest = min(covering, key=lambda waiver: waiver.form != "comment")
    status = Status.SUPPRESSED if nearest.form == "comment" else Status.EXEMPT
    return replace(finding, status=status, justification=nearest.reason)


def _placed(waiver: _Waiver, problem: str) -> Placed:
    attributes = {
        "problem": problem,
        "form": waiver.form,
        "rule": waiver.rule,
        "reason": waiver.error or waiver.reason,
        "until": waiver.until,
    }
    return waiver.path, Entity("directive", waiver.line, waiver.line, waiver.rule, {**attributes})


def _listed(waiver: _Waiver, problem: str, hidden: int) -> Waiver:
    return Waiver(
        form=waiver.form,
        path=waiver.path,
        line=waiver.line,
        rule=waiver.rule,
        reason=waiver.reason,
        until=waiver.until,
        problem=problem,
        hidden=hidden,
        approved_by=waiver.approved_by,
        note=waiver.error or waiver.note,
    )
