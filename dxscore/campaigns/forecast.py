"""Weeks of a campaign -> when it will end, as a range; or why there is no telling.

No curve is fitted: work of this kind stands still for weeks and then falls in steps. Many futures are drawn instead,
each out of weeks as they were. What a future's weeks are drawn from is itself drawn from the past weeks, because a few
weeks are a poor sample of what weeks are like. docs/campaigns.md says how often the true end fell into the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from msgspec import Struct

from dxscore.campaigns.progress import falls, since_start, whole_weeks
from dxscore.domain.campaign import Campaign, Forecast, Week

WINDOW_WEEKS = 26
"""Weeks that futures are made of, the last whole ones; only those since the start when there are `LEAST_WEEKS`.

Half a year: of 12, 26 and 40 weeks, 26 and 40 gave ranges that held more often, and 26 fewer ranges without an end.
"""
LEAST_WEEKS = 4
"""Fewer allow no forecast."""
HORIZON_WEEKS = 156
"""A future that has not ended by then is said to have no end."""
FUTURES = 500
_OUTSIDE = 0.1
"""Share of the futures on either side of the range."""


def forecast(campaign: Campaign, weeks: Sequence[Week], as_of: date) -> Forecast:
    """The same weeks give the same forecast; `weeks` has at least one."""
    left = weeks[-1].remaining - campaign.goal
    if left <= 0:
        return Forecast("reached")
    steps = recent_falls(campaign, weeks)
    if len(steps) < LEAST_WEEKS:
        return Forecast("unknown", reason=f"{len(steps)} whole weeks of history, {LEAST_WEEKS} are needed")
    if sum(steps) <= 0:
        return Forecast("not converging", reason=_standstill(steps))
    said = outlook(steps, left)
    if said.likely is None:
        reason = f"at the pace of the last {len(steps)} weeks it takes more than {HORIZON_WEEKS // 52} years"
        return Forecast("not converging", reason=reason)
    weeks_left = (campaign.target - as_of).days / 7
    return Forecast(
        "range",
        earliest=_day(as_of, said.earliest),
        latest=_day(as_of, said.latest),
        likely=_day(as_of, said.likely),
        in_time=sum(end is not None and end <= weeks_left for end in said.ends) / len(said.ends),
    )


class Outlook(Struct, frozen=True):
    """In how many weeks it will be over; None is beyond the horizon."""

    ends: tuple[int | None, ...]
    """Of every future, soonest first."""
    earliest: int | None
    likely: int | None
    latest: int | None


def outlook(steps: Sequence[int], left: int, count: int = FUTURES) -> Outlook:
    """What `count` futures come to; see `futures`."""
    ends = futures(steps, left, count)
    earliest, likely, latest = (at_share(ends, share) for share in (_OUTSIDE, 0.5, 1 - _OUTSIDE))
    return Outlook(tuple(ends), earliest, likely, latest)


def recent_falls(campaign: Campaign, weeks: Sequence[Week]) -> list[int]:
    """By how much the remaining places fell in the weeks that futures are made of."""
    whole = whole_weeks(weeks)
    own = falls(since_start(campaign, whole)) if whole else []
    return (own if len(own) >= LEAST_WEEKS else falls(whole))[-WINDOW_WEEKS:]


def futures(steps: Sequence[int], left: int, count: int = FUTURES) -> list[int | None]:
    """In how many weeks each of `count` futures ends, soonest first; None, at the end, for those without one.

    `steps` are the weekly falls that they are made of, `left` the places to go.
    """
    chance = Random(len(steps) * 1_000_003 + left)  # noqa: S311 - no secret: reports must come out the same
    ends = sorted(_end(chance.choices(steps, k=len(steps)), left, chance) for _ in range(count))
    return [None if end > HORIZON_WEEKS else end for end in ends]


def _end(pool: Sequence[int], left: int, chance: Random) -> int:
    if sum(pool) <= 0:
        return HORIZON_WEEKS + 1
    for week in range(1, HORIZON_WEEKS + 1):
        left -= pool[int(chance.random() * len(pool))]
        if left <= 0:
            return week
    return HORIZON_WEEKS + 1


def at_share(ends: Sequence[int | None], share: float) -> int | None:
    """The week by which this share of the futures has ended."""
    return ends[min(int(share * len(ends)), len(ends) - 1)]


def _day(as_of: date, weeks: int | None) -> date | None:
    return None if weeks is None else as_of + timedelta(days=7 * weeks)


def _standstill(steps: Sequence[int]) -> str:
    change = -sum(steps)
    moved = f"{change} more remain than then" if change else "nothing has moved"
    return f"over the last {len(steps)} weeks {moved}"
