"""WeeklyReport, owner -> the one thing to do this week, with what there is to know to begin at once."""

from __future__ import annotations

from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.mail.editions import Act
from dxscore.reporting.mail.movement import place_of
from dxscore.reporting.safe_text import prose
from dxscore.reporting.view import View

_EFFORTS = {"small": "about an hour", "medium": "about a day", "large": "about a week"}


def act_of(report: WeeklyReport, view: View, owner: str = "") -> Act | None:
    """The cheapest finding that lifts a level, or is worth most, of everybody's for ''; None without any."""
    action = report.first.get(owner) if owner else next(iter(report.scan.actions), None)
    if action is None:
        return None
    rule = report.scan.rules[action.rule]
    return Act(
        title=prose(rule.text.title),
        place=place_of(action.location, view),
        reason=prose(action.reason),
        how=prose(rule.text.fix),
        effort=_EFFORTS.get(rule.grading.effort, ""),
        owner="" if owner else action.owner,
    )
