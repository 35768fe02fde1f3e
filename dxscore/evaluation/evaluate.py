"""Rules x facts -> findings; a rule that crashes or can't be judged is a result of its own, the run goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from dxscore.domain.entities import ENTITIES
from dxscore.domain.facts import Match
from dxscore.domain.finding import UNOWNED, Evidence, Finding, RuleFailure
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.source import Location, SourceFile, Unknown
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.versions import LockedVersions
from dxscore.evaluation.conditions import holding
from dxscore.evaluation.fingerprints import fingerprinted
from dxscore.evaluation.messages import filled
from dxscore.evaluation.scopes import applies, has_happened, in_scope


class Evaluation(Struct, frozen=True):
    """What came of judging."""

    findings: tuple[Finding, ...]
    """By location; `{age}` in messages is still open."""
    failures: tuple[RuleFailure, ...]
    unknown: tuple[Unknown, ...]
    """Rules whose versions could not be told."""
    finished: frozenset[str]
    """Ids of the rules that applied and ran to their end."""


def evaluate(rules: Sequence[Rule], subject: Subject, locked: LockedVersions | None = None) -> Evaluation:
    """Judge every rule against the whole subject; `locked` are its real versions when it is judged by others.

    Rules about silent changes that the locked versions have made do not apply.
    """
    ahead = [rule for rule in rules if not has_happened(rule.upgrade, locked or subject.versions)]
    applicable = {rule.id: applies(rule.scope, subject.versions) for rule in ahead}
    judged = [rule for rule in ahead if applicable[rule.id]]
    findings, failures = _judge_all(judged, subject)
    return Evaluation(
        fingerprinted(findings),
        tuple(failures),
        tuple(
            Unknown(name, "needs a version that no lockfile tells") for name, said in applicable.items() if said is None
        ),
        frozenset(rule.id for rule in judged).difference(failure.rule for failure in failures),
    )


def joined(*parts: Evaluation) -> Evaluation:
    """What came of judging several sets of rules and files, no rule on the same file twice."""
    return Evaluation(
        tuple(sorted((each for part in parts for each in part.findings), key=lambda finding: finding.location)),
        tuple(dict.fromkeys(each for part in parts for each in part.failures)),
        tuple(dict.fromkeys(each for part in parts for each in part.unknown)),
        frozenset()
        .union(*(part.finished for part in parts))
        .difference(failure.rule for part in parts for failure in part.failures),
    )


def _judge_all(rules: Sequence[Rule], subject: Subject) -> tuple[list[Finding], list[RuleFailure]]:
    matches = _matches_by_rule(subject)
    entities: dict[str, Sequence[Placed]] = {}
    findings: list[Finding] = []
    failures = []
    for rule in rules:
        try:
            match rule.detection.match:
                case EntityMatcher(kind) as matcher:
                    if kind not in entities:
                        entities[kind] = subject.entities(kind)
                    findings += _judge_entities(rule, matcher, entities[kind], subject.files)
                case _:
                    findings += _judge_matches(rule, matches.get(rule.id, ()), subject.files)
        except Exception as error:  # noqa: BLE001 - any fault of one rule is that rule's result, shown to the user
            failures.append(RuleFailure(rule.id, f"{type(error).__name__}: {error}"))
    return findings, failures


def _matches_by_rule(subject: Subject) -> Mapping[str, list[tuple[str, Match]]]:
    found: dict[str, list[tuple[str, Match]]] = {}
    for path, facts in subject.facts.items():
        for match in facts.matches:
            found.setdefault(match.rule, []).append((path, match))
    return found


def _judge_entities(
    rule: Rule, matcher: EntityMatcher, entities: Iterable[Placed], files: Mapping[str, SourceFile]
) -> Iterable[Finding]:
    wanted = in_scope(rule.scope)
    for path, entity in holding(matcher, entities):
        if wanted(files[path]):
            evidence = {name: entity.attributes[name] for name in ENTITIES[entity.kind]}
            location = Location(path, entity.line, entity.end_line)
            owner = str(entity.attributes.get("owner") or UNOWNED)
            yield Finding(rule.id, location, filled(rule.message, evidence), entity.symbol, "", evidence, owner)


def _judge_matches(
    rule: Rule, found: Iterable[tuple[str, Match]], files: Mapping[str, SourceFile]
) -> Iterable[Finding]:
    wanted = in_scope(rule.scope)
    seen = ((path, match) for path, match in found if wanted(files[path]))
    if rule.detection.metric.per == "match":
        return (_single(rule, path, match) for path, match in seen)
    return _grouped(rule, seen)


def _single(rule: Rule, path: str, match: Match) -> Finding:
    evidence: Evidence = {**match.captures, **_measured(rule, match)}
    location = Location(path, match.line, match.end_line, match.column)
    message = filled(rule.message, evidence)
    return Finding(rule.id, location, message, match.symbol, "", evidence, code=match.code)


def _measured(rule: Rule, match: Match) -> Mapping[str, float]:
    """The number that `metric: {value: NAME}` asks for, when the capture is one."""
    try:
        return {"value": float(match.captures[rule.detection.metric.value])}
    except (KeyError, ValueError):
        return {}


def _grouped(rule: Rule, found: Iterable[tuple[str, Match]]) -> Iterable[Finding]:
    """One finding per file, class or method, at its first match, with the count as evidence."""
    metric = rule.detection.metric

    def group(placed: tuple[str, Match]) -> tuple[str, str]:
        path, match = placed
        return path, _container(match.symbol, metric.per)

    for (path, symbol), members in groupby(sorted(found, key=lambda placed: (*group(placed), placed[1].line)), group):
        matches = [match for _, match in members]
        if len(matches) >= metric.at_least:
            first = matches[0]
            lines = ", ".join(str(match.line) for match in matches[:20])
            evidence: Evidence = {**first.captures, "count": len(matches), "lines": lines}
            location = Location(path, first.line, first.end_line, first.column)
            yield Finding(rule.id, location, filled(rule.message, evidence), symbol, "", evidence)


def _container(symbol: str, per: str) -> str:
    if per == "file":
        return ""
    return symbol if per == "method" else symbol.partition("#")[0].partition(".")[0]
