"""ScanReport -> what the HTML page shows: a section per owner with findings grouped by rule, kept to a usable size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.score import Scorecard
from dxscore.reporting.entries import points_of
from dxscore.reporting.overview import Advice, Skipped, advice, by_owner, open_findings, skipped, verdict
from dxscore.reporting.view import View

_ROWS = 5_000
"""About how many findings a page lists in all, which keeps it near 2 MB."""
_FEWEST, _MOST = 5, 100
"""Findings listed per owner and rule, whatever the number of groups."""


class Group(Struct, frozen=True):
    """One owner's findings of one rule."""

    rule: Rule
    counts: bool
    """Whether the rule counts yet."""
    points: float
    total: int
    listed: tuple[Finding, ...]
    """The first of them by path and line."""

    @property
    def unlisted(self) -> int:
        """Findings the page leaves out."""
        return self.total - len(self.listed)


class OwnerSection(Struct, frozen=True):
    """One owner with scorecards and findings."""

    owner: str
    anchor: str
    """Fragment id; made from the rank, because owner names hold anything."""
    cards: tuple[Scorecard, ...]
    groups: tuple[Group, ...]
    """Most points first."""


class Page(Struct, frozen=True):
    """The whole page."""

    verdict: str
    worst_density: float
    sections: tuple[OwnerSection, ...]
    anchors: Mapping[str, str]
    """Owner -> fragment id."""
    advice: tuple[Advice, ...]
    skipped: tuple[Skipped, ...]
    per_rule: Mapping[str, int]
    """Rule id -> findings shown."""


def page(report: ScanReport, view: View) -> Page:
    """Findings are open ones, with `show_suppressed` all of them."""
    findings = report.findings if view.show_suppressed else open_findings(report)
    cards = by_owner(report.scorecards)
    grouped = _grouped(findings)
    owners = list(dict.fromkeys([*cards, *grouped]))
    limit = _limit(sum(len(rules) for rules in grouped.values()))
    sections = tuple(
        OwnerSection(owner, f"owner-{rank}", cards.get(owner, ()), _groups(grouped.get(owner, {}), report, limit))
        for rank, owner in enumerate(owners, 1)
    )
    return Page(
        verdict=verdict(report),
        worst_density=max((card.density or 0 for card in report.scorecards), default=0),
        sections=sections,
        anchors={section.owner: section.anchor for section in sections},
        advice=advice(report, view.top),
        skipped=skipped(report.coverage),
        per_rule=_per_rule(sections),
    )


def _grouped(findings: Sequence[Finding]) -> Mapping[str, Mapping[str, list[Finding]]]:
    groups: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        groups[finding.owner][finding.rule].append(finding)
    return groups


def _limit(groups: int) -> int:
    return min(max(_ROWS // max(groups, 1), _FEWEST), _MOST)


def _groups(found: Mapping[str, list[Finding]], report: ScanReport, limit: int) -> tuple[Group, ...]:
    groups = (_group(report.rules[rule_id], findings, report, limit) for rule_id, findings in found.items())
    return tuple(sorted(groups, key=lambda group: (-group.points, -group.rule.grading.severity.rank, group.rule.id)))


def _group(rule: Rule, findings: list[Finding], report: ScanReport, limit: int) -> Group:
    as_of = report.provenance.as_of
    return Group(
        rule=rule,
        counts=rule.grading.counts_on(as_of),
        points=sum(points_of(finding, rule, as_of) for finding in findings),
        total=len(findings),
        listed=tuple(sorted(findings, key=lambda finding: finding.location)[:limit]),
    )


def _per_rule(sections: Sequence[OwnerSection]) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for section in sections:
        for group in section.groups:
            counts[group.rule.id] += group.total
    return counts
