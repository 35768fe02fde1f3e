"""Values of `domain` -> entries of the published document (`document.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dxscore.domain.finding import Finding, RuleFailure
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.score import Action, CheckResult, Hotspot, Scorecard
from dxscore.domain.source import Skip, Unknown
from dxscore.reporting.document import (
    SCHEMA,
    ActionEntry,
    CheckEntry,
    Document,
    FailureEntry,
    FindingEntry,
    HotspotEntry,
    RuleEntry,
    ScorecardEntry,
    SkipEntry,
    Tool,
    UnknownEntry,
)
from dxscore.reporting.safe_text import encodable


def document(report: ScanReport) -> Document:
    """The whole report in its published shape, in the report's own order; rules by id."""
    made, seen = report.provenance, report.coverage
    return Document(
        schema=SCHEMA,
        tool=Tool("dxscore", made.version),
        project=encodable(made.project),
        commit=made.commit,
        dirty=made.dirty,
        as_of=made.as_of.isoformat(),
        ruleset=made.ruleset,
        files=seen.files,
        code_lines=seen.code_lines,
        findings=finding_entries(report),
        scorecards=[_scorecard(card) for card in report.scorecards],
        hotspots=[_hotspot(hotspot) for hotspot in report.hotspots],
        actions=[_action(action) for action in report.actions],
        skipped=skip_entries(seen.skipped),
        unknown=unknown_entries(seen.unknown),
        failures=failure_entries(seen.failures),
        rules=rule_entries(report.rules),
    )


def finding_entries(report: ScanReport) -> list[FindingEntry]:
    """The findings with what their rules say about them."""
    as_of = report.provenance.as_of
    return [finding_entry(finding, report.rules[finding.rule], as_of) for finding in report.findings]


def finding_entry(finding: Finding, rule: Rule, as_of: date) -> FindingEntry:
    """A finding with what its rule says about it."""
    place, grading = finding.location, rule.grading
    return FindingEntry(
        rule=finding.rule,
        dimension=rule.dimension,
        severity=grading.severity,
        confidence=grading.confidence,
        state=grading.state,
        status=finding.status,
        path=encodable(place.path),
        line=place.line,
        end_line=place.end_line,
        column=place.column,
        message=encodable(finding.message),
        owner=encodable(finding.owner),
        symbol=encodable(finding.symbol),
        fingerprint=finding.fingerprint,
        points=points_of(finding, rule, as_of),
        evidence={name: encodable(fact) if isinstance(fact, str) else fact for name, fact in finding.evidence.items()},
        justification=encodable(finding.justification),
    )


def skip_entries(skipped: Iterable[Skip]) -> list[SkipEntry]:
    """Files not read."""
    return [SkipEntry(encodable(skip.path), skip.reason, encodable(skip.detail)) for skip in skipped]


def unknown_entries(unknown: Iterable[Unknown]) -> list[UnknownEntry]:
    """What can't be said."""
    return [UnknownEntry(each.subject, each.reason) for each in unknown]


def failure_entries(failures: Iterable[RuleFailure]) -> list[FailureEntry]:
    """Rules that crashed."""
    return [FailureEntry(failure.rule, encodable(failure.reason)) for failure in failures]


def rule_entries(rules: Mapping[str, Rule]) -> dict[str, RuleEntry]:
    """Rules by id, sorted."""
    return {rule_id: _rule(rules[rule_id]) for rule_id in sorted(rules)}


def points_of(finding: Finding, rule: Rule, as_of: date) -> float:
    """What a finding adds to its scorecard: nothing unless it is open and its rule counts on that day."""
    counts = finding.status.counts and rule.grading.counts_on(as_of)
    return rule.grading.weight if counts else 0.0


def _scorecard(card: Scorecard) -> ScorecardEntry:
    return ScorecardEntry(
        owner=encodable(card.owner),
        dimension=card.dimension,
        points=card.points,
        density=None if card.density is None else round(card.density, 2),
        findings=card.findings,
        hidden=card.hidden,
        code_lines=card.code_lines,
        level=card.level,
        next_step=card.next_step,
        checks=[_check(check) for check in card.checks],
    )


def _check(check: CheckResult) -> CheckEntry:
    return CheckEntry(check.title, check.level, check.outcome, check.value, check.limit, check.unit)


def _hotspot(spot: Hotspot) -> HotspotEntry:
    return HotspotEntry(
        encodable(spot.path), encodable(spot.owner), spot.points, spot.commits, spot.findings, spot.heat
    )


def _action(action: Action) -> ActionEntry:
    place = action.location
    return ActionEntry(encodable(place.path), place.line, action.rule, encodable(action.owner), action.reason)


def _rule(rule: Rule) -> RuleEntry:
    grading, text = rule.grading, rule.text
    return RuleEntry(
        title=text.title,
        dimension=rule.dimension,
        family=rule.family,
        severity=grading.severity,
        weight=grading.weight,
        confidence=grading.confidence,
        state=grading.state,
        enforce_on=grading.enforce_on.isoformat() if grading.enforce_on else None,
        effort=grading.effort,
        why=text.why,
        fix=text.fix,
        learn=list(text.learn),
    )
