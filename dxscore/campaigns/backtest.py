"""A series of the past -> what the forecast would have said at its points, and whether that came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from dxscore.campaigns.forecast import HORIZON_WEEKS, WINDOW_WEEKS, outlook


class Outcome(StrEnum):
    """What became of one forecast."""

    WITHIN = "within"
    """The true end fell into the range; into its open end, too, when there was no end within the horizon."""
    EARLY = "early"
    """It was over before the range."""
    LATE = "late"
    """It was not over by the end of the range."""
    RIGHTLY_ENDLESS = "rightly endless"
    """'Not converging', and there was no end within the horizon."""
    WRONGLY_ENDLESS = "wrongly endless"
    UNDECIDED = "undecided"
    """The series ends too soon to tell."""


class Case(Struct, frozen=True):
    """One forecast at one week of the past."""

    week: int
    """Position in the series."""
    outcome: Outcome
    open_end: bool
    """Whether the range had no latest end."""
    width: int | None
    """Weeks from the earliest to the latest end; None without both."""


def backtest(remaining: Sequence[int], goal_share: float, step: int = 8, futures: int = 200) -> Iterator[Case]:
    """Forecast, every `step` weeks, when this share of what then remained would be left.

    `remaining` has one number a week. Where nothing fell over the window there is no forecast, and no case.
    """
    for week in range(WINDOW_WEEKS, len(remaining) - 1, step):
        window = remaining[week - WINDOW_WEEKS : week + 1]
        steps = [before - after for before, after in pairwise(window)]
        goal = int(remaining[week] * goal_share)
        if remaining[week] > goal and sum(steps) > 0:
            yield _case(week, steps, remaining[week:], goal, futures)


def _case(week: int, steps: Sequence[int], onwards: Sequence[int], goal: int, futures: int) -> Case:
    """`onwards` begins with the week of the forecast."""
    said = outlook(steps, onwards[0] - goal, futures)
    end = next((after for after, left in enumerate(onwards) if left <= goal and after <= HORIZON_WEEKS), None)
    seen = min(len(onwards) - 1, HORIZON_WEEKS)
    if said.likely is None:
        return Case(week, _endless(end, seen), open_end=True, width=None)
    width = None if said.earliest is None or said.latest is None else said.latest - said.earliest
    outcome = _within(said.earliest or HORIZON_WEEKS, said.latest, end, seen)
    return Case(week, outcome, said.latest is None, width)


def _endless(end: int | None, seen: int) -> Outcome:
    if end is not None:
        return Outcome.WRONGLY_ENDLESS
    return Outcome.RIGHTLY_ENDLESS if seen >= HORIZON_WEEKS else Outcome.UNDECIDED


def _within(earliest: int, latest: int | None, end: int | None, seen: int) -> Outcome:
    if end is None:
        if seen < (latest or HORIZON_WEEKS):
            return Outcome.UNDECIDED
        return Outcome.WITHIN if latest is None else Outcome.LATE
    if end < earliest:
        return Outcome.EARLY
    return Outcome.LATE if latest is not None and end > latest else Outcome.WITHIN
