"""Weeks of a campaign -> how much is done, at what pace, and what pace would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean

from dxscore.campaigns.weeks import total
from dxscore.domain.campaign import Campaign, Pace, Progress, Week

PACE_WEEKS = 6
"""Whole weeks that the pace is taken over."""
LEAST_WEEKS = 2
"""Fewer tell no pace."""
_SUNDAY = 6


def progress(campaign: Campaign, weeks: Sequence[Week], hidden: int = 0) -> Progress:
    """What is done of the whole; `weeks` has at least one. What the goal leaves undone is no part of the whole.

    With rules that find what is done, the whole is both together. Without, it is the most that remained in any week
    since the campaign's start; before its start nothing counts as done.
    """
    now = weeks[-1]
    left = max(now.remaining - campaign.goal, 0)
    if now.done is not None:
        return Progress(now.remaining, now.done, now.done + left, "done rules", tuple(weeks), hidden)
    whole = max(max(week.remaining for week in since_start(campaign, weeks)) - campaign.goal, 0)
    return Progress(now.remaining, whole - left, whole, "peak", tuple(weeks), hidden)


def since_start(campaign: Campaign, weeks: Sequence[Week]) -> Sequence[Week]:
    """The state in which a campaign began, and the weeks since; the last week when it has not begun."""
    first = next((at for at, week in enumerate(weeks) if week.end >= campaign.start), len(weeks))
    return weeks[max(first - 1, 0) :]


def pace(campaign: Campaign, weeks: Sequence[Week], as_of: date) -> Pace:
    """Needed from `as_of` to the target, and held over the last whole weeks."""
    left = max(weeks[-1].remaining - campaign.goal, 0)
    weeks_left = (campaign.target - as_of).days / 7
    needed = left / weeks_left if weeks_left > 0 else None
    recent = whole_weeks(weeks)[-PACE_WEEKS - 1 :]
    steps = len(recent) - 1
    if steps < LEAST_WEEKS:
        return Pace(needed, None)
    added, removed = total(week.added for week in recent[1:]), total(week.removed for week in recent[1:])
    return Pace(
        needed,
        held=fmean(falls(recent)),
        added=None if added is None else added / steps,
        removed=None if removed is None else removed / steps,
    )


def whole_weeks(weeks: Sequence[Week]) -> Sequence[Week]:
    """Without the current one while it lasts: half a week says little."""
    return weeks if not weeks or weeks[-1].end.weekday() == _SUNDAY else weeks[:-1]


def falls(weeks: Sequence[Week]) -> list[int]:
    """By how much the remaining places fell in each week but the first; negative where they rose."""
    return [before.remaining - after.remaining for before, after in pairwise(weeks)]
