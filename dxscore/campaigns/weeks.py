"""The series of a campaign's rules -> what remained at the end of each week, and what came and went in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from dxscore.domain.campaign import Week
from dxscore.domain.trend import Point, Series


def weeks(todo: Series, done: Series | None, as_of: date, *, counts_done: bool = False) -> tuple[Week, ...]:
    """One for each week from the first point's to that of `as_of`; points after that day are left out.

    Done are the places that migration rules of `todo` find to be as they should be, if it has any (`counts_done`), and
    what `done` finds open.
    """
    points = [point for point in todo.points if point.day <= as_of]
    if not points:
        return ()
    finished = [point for point in done.points if point.day <= as_of] if done else []
    return tuple(_weeks(points, finished, as_of, counted_done=counts_done or done is not None))


def _weeks(points: Sequence[Point], finished: Sequence[Point], as_of: date, *, counted_done: bool) -> Iterator[Week]:
    days = [point.day for point in points]
    start = 0
    for sunday in _sundays(days[0], as_of):
        end = bisect_right(days, sunday)
        within, last = points[start:end], points[end - 1]
        yield Week(
            end=sunday,
            remaining=last.open,
            done=last.done + _open_on(finished, sunday) if counted_done else None,
            added=total(point.new for point in within),
            removed=total(point.fixed for point in within),
            measured=bool(within),
        )
        start = end


def _sundays(first: date, as_of: date) -> Iterator[date]:
    """The last days of the weeks, that of the last week cut at `as_of`."""
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday < as_of:
        yield sunday
        sunday += timedelta(days=7)
    yield as_of


def _open_on(points: Sequence[Point], day: date) -> int:
    position = bisect_right([point.day for point in points], day)
    return points[position - 1].open if position else 0


def total(numbers: Iterable[int | None]) -> int | None:
    """Their sum, 0 for none; None when one of them is not known."""
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)
