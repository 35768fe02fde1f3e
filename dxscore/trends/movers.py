"""Series -> those that moved most."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.domain.trend import Series


def most_moved(series: Iterable[Series]) -> tuple[Series, ...]:
    """Those whose debt points moved most first, by open findings among equals; what never moved is last, by name."""

    def key(each: Series) -> tuple[float, int, str]:
        moved = each.movement
        return (-abs(moved.points), -abs(moved.change), each.name) if moved else (0.0, 0, each.name)

    return tuple(sorted(series, key=key))
