"""WeeklyReport, owner -> the one thing to do this week, with what there is to know to begin at once."""

from __future__ import annotations

from dataclasses import replace

from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.mail.editions import Act
from dxscore.reporting.overview import Advice, advice
from dxscore.reporting.safe_text import link_to, prose, visible
from dxscore.reporting.select import Filters, select
from dxscore.reporting.view import View

_EFFORTS = {"small": "about an hour", "medium": "about a day", "large": "about a week"}


def act_of(report: WeeklyReport, view: View, owner: str = "") -> Act | None:
    """The cheapest finding that lifts a level, or is worth most; None when there is nothing to do."""
    scan = select(report.scan, Filters(owners=(owner,))) if owner else report.scan
    first = next(iter(advice(scan, 1)), None)
    return replace(_act(report, view, first), owner="" if owner else first.finding.owner) if first else None


def _act(report: WeeklyReport, view: View, first: Advice) -> Act:
    finding = first.finding
    rule, place = report.scan.rules[finding.rule], finding.location
    return Act(
        title=prose(rule.text.title),
        place=visible(f"{place.path}:{place.line}"),
        url=link_to(view.links, place.path, place.line),
        reason=prose(first.reason or str(rule.grading.severity)),
        how=prose(rule.text.fix),
        effort=_EFFORTS.get(rule.grading.effort, ""),
        owner="",
    )
