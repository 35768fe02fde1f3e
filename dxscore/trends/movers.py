"""Series -> how far each moved, and which moved most."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.domain.trend import Movement, Series


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


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total
