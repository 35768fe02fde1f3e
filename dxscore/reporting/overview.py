"""ScanReport -> what the readable formats (text, markdown, html) say alike: verdict, advice, what was not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

from msgspec import Struct

from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.report import Coverage, ScanReport
from dxscore.domain.score import Action, Scorecard
from dxscore.reporting.entries import points_of
from dxscore.reporting.figures import counted


class Advice(Struct, frozen=True):
    """A finding worth doing first."""

    finding: Finding
    reason: str
    """Why this one, '' when it is only among the worst."""


class Skipped(Struct, frozen=True):
    """Files not read for one reason."""

    reason: str
    files: int
    example: str
    """Path of one of them, with its detail."""


def verdict(report: ScanReport) -> str:
    """How much debt is shown, how much of it nobody owns, and the levels reached."""
    points = {owner: sum(found) for owner, found in _points_by_owner(report).items()}
    whole, unowned = sum(points.values()), points.get(UNOWNED, 0)
    text = f"{counted(len(open_findings(report)), 'open finding')} worth {counted(whole, 'point')}"
    text += f", {_share(unowned, whole)} unowned. " if unowned else ". "
    levels = ", ".join(f"{number} {level}" for level, number in standing(report.scorecards))
    return f"{text}{counted(len(report.scorecards), 'scorecard')}: {levels}." if levels else f"{text}No scorecard."


def by_owner(cards: Iterable[Scorecard]) -> Mapping[str, tuple[Scorecard, ...]]:
    """Owners in their rank with their scorecards."""
    owners: dict[str, list[Scorecard]] = {}
    for card in cards:
        owners.setdefault(card.owner, []).append(card)
    return {owner: tuple(own) for owner, own in owners.items()}


def advice(report: ScanReport, most: int) -> tuple[Advice, ...]:
    """The report's actions, filled up with its worst open findings, so that a filtered report has some too."""
    known = {(finding.rule, finding.location): finding for finding in report.findings}
    chosen = {(action.rule, action.location): _reason(report, action) for action in report.actions}
    advised = (Advice(known[place], reason) for place, reason in chosen.items() if place in known)
    others = (
        Advice(finding, "")
        for finding in report.findings
        if finding.status.counts and (finding.rule, finding.location) not in chosen
    )
    return tuple(islice(chain(advised, others), most))


def open_findings(report: ScanReport) -> tuple[Finding, ...]:
    """Findings that are neither suppressed nor exempt, listed ones among them, worst first."""
    return tuple(finding for finding in report.findings if finding.status.counts)


def hidden_findings(report: ScanReport) -> tuple[Finding, ...]:
    """Suppressed and exempt findings, worst first."""
    return tuple(finding for finding in report.findings if not finding.status.counts)


def skipped(coverage: Coverage) -> tuple[Skipped, ...]:
    """Files that were not read by reason, most frequent first."""
    counts = Counter(skip.reason for skip in coverage.skipped)
    examples = {skip.reason: skip for skip in reversed(coverage.skipped)}
    return tuple(
        Skipped(reason, number, f"{examples[reason].path} {examples[reason].detail}".strip())
        for reason, number in counts.most_common()
    )


def _reason(report: ScanReport, action: Action) -> str:
    """'' when it says no more than the severity, which stands beside it anyway."""
    severity = report.rules[action.rule].grading.severity
    return "" if action.reason == severity else action.reason


def _points_by_owner(report: ScanReport) -> Mapping[str, list[float]]:
    points: dict[str, list[float]] = defaultdict(list)
    for finding in report.findings:
        points[finding.owner].append(points_of(finding, report.rules[finding.rule], report.provenance.as_of))
    return points


def _share(part: float, whole: float) -> str:
    return "all of them" if part == whole else f"{part / whole:.0%} of them"


def standing(cards: Sequence[Scorecard]) -> list[tuple[str, int]]:
    """Levels that occur with their number, highest first; the order of levels is that of the checks."""
    reached = Counter(card.level for card in cards)
    known = dict.fromkeys(check.level for card in cards for check in card.checks)
    order = [*reversed(known), *(level for level in reached if level not in known)]
    return [(level, reached[level]) for level in order if level in reached]
