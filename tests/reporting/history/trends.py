"""A believable trend for the formats to show."""

from __future__ import annotations

from datetime import date, timedelta

from dxscore.domain.trend import Point, Series, Trend
from tests.factories import HOSTILE


def a_series(kind: str = "all", name: str = "", counts: tuple[int, ...] = (1240, 1251, 1198)) -> Series:
    """A point a week; what is new and fixed is known from the second on."""
    points = tuple(
        Point(
            commit=f"{week:040x}",
            day=date(2026, 1, 4) + timedelta(weeks=week),
            open=count,
            hidden=3,
            done=0,
            points=2.0 * count,
            code_lines=10_000,
            new=20 if week else None,
            fixed=20 + counts[week - 1] - count if week else None,
            unknown=("a.unknown",) if week == 1 else (),
        )
        for week, count in enumerate(counts)
    )
    return Series(kind, name, points)


def a_trend(*parts: Series) -> Trend:
    """Three weeks, with names that code may hold."""
    parts = parts or (a_series("owner", "payments", (40, 30, 10)), a_series("owner", HOSTILE, (1, 2, 2)))
    return Trend("shop", "3f9ac01b77de", a_series(), parts, ("2 snapshots by other rules are not shown",))
