"""New findings on lines that the change did not touch -> the same with their cause: what changed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.facts import Entity
from dxscore.domain.finding import Evidence, Finding
from dxscore.domain.gate import Change, Compared
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule

Value: TypeAlias = str | int | float | bool | None


class Circumstances(Struct, frozen=True):
    """What is known of both ends beside their findings."""

    is_touched: Callable[[Finding], bool]
    """Whether the change did something to the lines of a finding of the head."""
    entity_before: Callable[[str, Finding], Entity | None]
    """The entity of this kind at the base that has the finding's file and symbol."""
    changed: Set[str]
    """Paths in the head that the change added, edited or renamed."""
    came_from: Mapping[str, str]
    """Path in the head -> path in the base, of renamed files."""
    unreadable: Mapping[str, str]
    """Path in the base -> why it could not be (wholly) read there."""
    newly_applied: Mapping[str, str]
    """Rule id -> which locked version makes it apply now: 'rails 7.1, was 7.0'."""


def explained(
    compared: Iterable[Compared], rules: Mapping[str, Rule], circumstances: Circumstances
) -> tuple[Compared, ...]:
    """The same in their order; the cause stays '' where the change touched the lines, or where nobody knows."""
    return tuple(
        replace(each, cause=_cause(each.finding, rules[each.finding.rule], circumstances))
        if each.change is Change.NEW and not circumstances.is_touched(each.finding)
        else each
        for each in compared
    )


def _cause(finding: Finding, rule: Rule, circumstances: Circumstances) -> str:
    path = finding.location.path
    if finding.rule in circumstances.newly_applied:
        return f"the rule applies now: {circumstances.newly_applied[finding.rule]}"
    before = circumstances.came_from.get(path, path)
    if before in circumstances.unreadable:
        return f"{before} could not be read before: {circumstances.unreadable[before]}"
    if isinstance(rule.detection.match, EntityMatcher):
        return _cause_of_entity(finding, rule.detection.match, circumstances)
    return f"the file was {before}" if before != path else ""


def _cause_of_entity(finding: Finding, matcher: EntityMatcher, circumstances: Circumstances) -> str:
    if matcher.kind == "clone":
        return _cause_of_clone(finding.evidence, circumstances.changed)
    if matcher.kind == "directive":
        return "what it hid is gone" if finding.evidence.get("problem") == "unused" else ""
    before = circumstances.entity_before(matcher.kind, finding)
    return ", ".join(_differences(before.attributes, finding.evidence, matcher)) if before else ""


def _cause_of_clone(evidence: Evidence, changed: Set[str]) -> str:
    partner = str(evidence.get("partner", ""))
    said = "which the change touched" if partner.rpartition(":")[0] in changed else "now that others are gone"
    return f"clone of {partner}, {said}"


def _differences(before: Mapping[str, Value], after: Evidence, matcher: EntityMatcher) -> Iterator[str]:
    """What the rule tests and is not the same any more."""
    for name, _ in matcher.tests:
        if before[name] != after.get(name):
            yield f"{name}: {_said(after.get(name))}, was {_said(before[name])}"


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else f"{'none' if value in (None, '') else value}"
