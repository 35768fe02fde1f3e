"""Campaigns and weekly series for tests of the stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dxscore.copying import replace
from dxscore.domain.campaign import Campaign, Week
from dxscore.domain.trend import Point, Series

AS_OF = date(2026, 11, 22)
"""A Sunday: the week is whole."""


def a_campaign(**changes: object) -> Campaign:
    """A year long, from the middle of it."""
    campaign = Campaign(
        id="rails-8",
        title="Rails 8.0",
        why="Support ends.",
        owner="platform",
        start=date(2026, 5, 25),
        target=date(2027, 5, 30),
        todo=("deprecations.*",),
    )
    return replace(campaign, **changes)


def a_series(opened: Sequence[int], end: date = AS_OF, **parts: Sequence[int]) -> Series:
    """One point a week, the last on `end`; `parts` are other figures of each point."""
    first = end - timedelta(weeks=len(opened) - 1)
    points = tuple(
        Point(
            commit=f"{at:040x}",
            day=first + timedelta(weeks=at),
            open=count,
            hidden=0,
            done=parts["done"][at] if "done" in parts else 0,
            points=0.0,
            code_lines=1000,
            new=parts["new"][at] if "new" in parts else None,
            fixed=parts["fixed"][at] if "fixed" in parts else None,
        )
        for at, count in enumerate(opened)
    )
    return Series("all", "", points)


def some_weeks(remaining: Sequence[int], end: date = AS_OF) -> tuple[Week, ...]:
    """Weeks that end on Sundays, the last on `end`."""
    first = end - timedelta(weeks=len(remaining) - 1)
    return tuple(Week(first + timedelta(weeks=at), count) for at, count in enumerate(remaining))
