"""Series -> what moved most, and the numbers of a small chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dxscore.domain.trend import Movement, Point, Series


def movement(series: Series) -> Movement | None:
    """From the first point to the last; None for fewer than two."""
    if len(series.points) < 2:
        return None
    before, *later = series.points
    return Movement(
        series.kind,
        series.name,
        before,
        later[-1],
        _sum(each.new for each in later),
        _sum(each.fixed for each in later),
    )


def most_moved(series: Iterable[Series]) -> tuple[Series, ...]:
    """Those whose debt points moved most first, by open findings among equals; what never moved is last, by name."""

    def key(each: Series) -> tuple[float, int, str]:
        moved = movement(each)
        return (-abs(moved.points), -abs(moved.change), each.name) if moved else (0.0, 0, each.name)

    return tuple(sorted(series, key=key))


def thinned(points: Sequence[Point], most: int) -> tuple[Point, ...]:
    """At most so many points, evenly chosen, the first and the last among them."""
    if len(points) <= most:
        return tuple(points)
    if most < 2:
        return (points[-1],)
    step = (len(points) - 1) / (most - 1)
    return tuple(points[round(number * step)] for number in range(most))


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total
