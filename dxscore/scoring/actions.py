"""The few findings worth doing first, each with the reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.history import History
from dxscore.domain.score import Action, CheckResult, Outcome, Scorecard
from dxscore.domain.severity import Confidence, Severity
from dxscore.scoring.points import Tariff

_EFFORT = {"small": 1.0, "medium": 3.0, "large": 8.0}
"""Relative cost of fixing one finding: an hour, a day with interruptions, a week."""
_CONFIDENCE = {Confidence.LOW: 0.5, Confidence.MEDIUM: 0.8, Confidence.HIGH: 1.0}
_LIFT = 3.0
"""How much more a finding is worth when fixing it alone lifts its owner a level."""
_PER_RULE, _PER_FILE = 2, 1
"""Ten times the same advice is one advice."""


class _Candidate(Struct, frozen=True):
    finding: Finding
    worth: float
    reason: str


def actions(
    findings: Iterable[Finding], cards: Sequence[Scorecard], history: History, tariff: Tariff, most: int = 10
) -> tuple[Action, ...]:
    """At most `most` open findings by (points x churn x confidence) / effort, not all of one kind or file."""
    lifts = {(card.owner, card.dimension): check for card in cards if (check := _last_hurdle(card))}
    candidates = (
        _candidate(finding, lifts, history, tariff)
        for finding in findings
        if finding.status.counts and tariff.points(finding)
    )
    ranked = sorted(candidates, key=lambda each: (-each.worth, each.finding.location))
    return tuple(_action(candidate) for candidate in _varied(ranked, most))


def _candidate(
    finding: Finding, lifts: Mapping[tuple[str, str], CheckResult], history: History, tariff: Tariff
) -> _Candidate:
    rule = tariff.rules[finding.rule]
    known = history.files.get(finding.location.path)
    commits = known.commits if known else 0
    worth = tariff.points(finding) * (1 + math.log2(1 + commits)) * _CONFIDENCE[rule.grading.confidence]
    hurdle = lifts.get((finding.owner, rule.dimension))
    if hurdle and tariff.selects(hurdle.spec, finding.rule):
        reason = f"the last {rule.grading.severity} finding between {finding.owner} and {hurdle.level}"
        return _Candidate(finding, worth * _LIFT / _EFFORT[rule.grading.effort], reason)
    return _Candidate(finding, worth / _EFFORT[rule.grading.effort], _reason(rule.grading.severity, commits))


def _last_hurdle(card: Scorecard) -> CheckResult | None:
    """The one failing check of the next level, when a single finding decides it."""
    failed = [check for check in card.checks if check.outcome is Outcome.FAIL]
    hurdles = [check for check in failed if check.level == failed[0].level]
    if len(hurdles) == 1 and hurdles[0].spec.measure == "findings" and hurdles[0].value == hurdles[0].limit + 1:
        return hurdles[0]
    return None


def _reason(severity: Severity, commits: int) -> str:
    return f"{severity}, in a file changed {commits} times lately" if commits > 1 else str(severity)


def _varied(ranked: Iterable[_Candidate], most: int) -> Iterable[_Candidate]:
    rules: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for candidate in ranked:
        rule, path = candidate.finding.rule, candidate.finding.location.path
        if rules[rule] < _PER_RULE and files[path] < _PER_FILE:
            rules[rule] += 1
            files[path] += 1
            yield candidate
        if files.total() == most:
            return


def _action(candidate: _Candidate) -> Action:
    finding = candidate.finding
    return Action(finding.location, finding.rule, finding.owner, candidate.reason)
