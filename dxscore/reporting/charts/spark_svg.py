"""A row of numbers -> a small line for a cell of a table, beside which the numbers stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from dxscore.reporting.charts.svg import inline, polyline, shape

_WIDTH, _HEIGHT, _EDGE = 120, 24, 3


def spark_svg(numbers: Sequence[float | None]) -> Markup:
    """From the least number to the greatest, broken where there is none; hidden from those who can't see it."""
    known = [number for number in numbers if number is not None]
    low, range_ = min(known, default=0), max(known, default=0) - min(known, default=0)

    def place(at: int, number: float) -> tuple[float, float]:
        share = (number - low) / range_ if range_ else 0.0
        return _across(at, len(numbers)), _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * share

    points = [None if number is None else place(at, number) for at, number in enumerate(numbers)]
    runs = [[point for point in run if point] for there, run in groupby(points, key=bool) if there]
    ends = [shape("circle", kind="dot", cx=run[-1][0], cy=run[-1][1], r=2.5) for run in runs[-1:]]
    root = shape("svg", *(polyline(run, "line") for run in runs), *ends, kind="chart spark", aria_hidden="true")
    root.set("viewBox", f"0 0 {_WIDTH} {_HEIGHT}")
    root.set("width", str(_WIDTH))
    root.set("height", str(_HEIGHT))
    return Markup(inline(root))  # noqa: S704 - numbers only


def _across(at: int, count: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * (at / (count - 1) if count > 1 else 1.0)
