"""Days and numbers -> places along an axis, and the few of them that get a label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, chain, count, repeat, takewhile

from msgspec import Struct

from dxscore.domain.campaign import Span

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_NICE = (10, 20, 25, 50)
_MOST_WEEKS = 8
"""A span of more is labelled by month."""


class Tick(Struct, frozen=True):
    """A labelled place."""

    day: date
    label: str


class DayAxis(Struct, frozen=True):
    """Days laid out from `start` to `end`, in any unit of length."""

    span: Span
    start: float
    end: float

    def at(self, day: date) -> float:
        """Where a day begins; days outside of the span are at its edge."""
        share = (day - self.span.start).days / self._days
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day + timedelta(days=1)) if day < date.max else self.end

    def day(self, place: float) -> date:
        """The day that covers a place: what comes after the end is the last day."""
        share = (place - self.start) / (self.end - self.start) if self.end > self.start else 0.0
        return self.span.start + timedelta(days=min(max(int(share * self._days), 0), self._days - 1))

    @property
    def _days(self) -> int:
        return max((self.span.end - self.span.start).days + 1, 1)


def day_ticks(span: Span, most: int) -> tuple[Tick, ...]:
    """At most `most` starts of weeks, months, quarters or years, evenly apart; the first day in a span without any."""
    weeks = tuple(_weeks(span))
    if 0 < len(weeks) <= min(most, _MOST_WEEKS):
        return tuple(Tick(day, f"{day.day} {_month(day)}") for day in weeks)
    months = tuple(_months(span))
    fitting = (tuple(day for day in months if _index(day) % step == 0) for step in _MONTH_STEPS)
    days = next((days for days in fitting if len(days) <= most), ())
    if not days:
        return (Tick(span.start, f"{span.start.day} {_month(span.start)} {span.start.year}"),)
    return tuple(Tick(day, _name(day, first=not number)) for number, day in enumerate(days))


def number_ticks(top: float, most: int) -> tuple[float, ...]:
    """0 and round numbers above it, the last of them at or above `top`; at most `most` steps, whole numbers."""
    small = (1, 2, 5)
    large = (nice * 10**power for power in count() for nice in _NICE)
    step = next(step for step in chain(small, large) if step * most >= top)
    return (0, *takewhile(lambda number: number < top + step, accumulate(repeat(step))))


def _weeks(span: Span) -> Iterator[date]:
    """Its Mondays."""
    day = span.start + timedelta(days=-span.start.weekday() % 7)
    while day <= span.end:
        yield day
        day += timedelta(days=7)


def _months(span: Span) -> Iterator[date]:
    """First days of months."""
    first = _index(span.start) + (span.start.day > 1)
    return (date(index // 12, index % 12 + 1, 1) for index in range(first, _index(span.end) + 1))


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _name(day: date, *, first: bool) -> str:
    """The first day of a month: 'Feb'; '2027' when it begins the year, 'Feb 2027' when no year stands before it."""
    if day.month == 1:
        return str(day.year)
    return f"{_month(day)} {day.year}" if first else _month(day)


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]
