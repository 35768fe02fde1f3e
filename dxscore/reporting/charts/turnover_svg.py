"""A series, a width -> SVG: what was new at each snapshot as a bar up, what was fixed as a bar down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from dxscore.domain.campaign import Span
from dxscore.domain.trend import Point, Series
from dxscore.reporting.charts.axis import DayAxis, number_ticks
from dxscore.reporting.charts.frame import day_grid, legend_of
from dxscore.reporting.charts.plot_svg import WIDE
from dxscore.reporting.charts.svg import drawing, label, shape, text_width, told
from dxscore.reporting.figures import amount

_MARGIN = 12
_MIDDLE, _HALF = 84, 68
"""The line of zero, and the height of the tallest bar."""
_WIDEST, _THINNEST = 12.0, 1.0


def turnover_svg(series: Series, width: float = WIDE, name: str = "turnover") -> Element:
    """The chart; snapshots of which it is not known what was new have no bars."""
    points = [point for point in series.points if point.new is not None and point.fixed is not None]
    top = number_ticks(max((max(point.new or 0, point.fixed or 0) for point in points), default=0), 2)[-1]
    margin = text_width(amount(top), 12) + 2 * _MARGIN
    legend, height = legend_of((("new", "new"), ("fixed", "fixed")), (_MARGIN, _MIDDLE + _HALF + 44), width - _MARGIN)
    content: list[Element] = [*legend]
    if points:
        axis = DayAxis(Span(series.points[0].day, series.points[-1].day), margin, width - _MARGIN)
        content += [*_grid(axis, top), *_bars(points, axis, top)]
    else:
        content.append(label("nothing is known yet", width / 2, _MIDDLE, "quiet", "middle"))
    return drawing(name, "New and fixed findings", _summary(points), (width, height), content)


def _grid(axis: DayAxis, top: float) -> Iterator[Element]:
    yield from day_grid(axis.span, axis, _MIDDLE + _HALF + 18, (_MIDDLE - _HALF, _MIDDLE + _HALF + 4))
    for number in dict.fromkeys((top, 0, -top)):
        y = _y(number, top)
        yield shape("line", kind="grid", x1=axis.start, x2=axis.end, y1=y, y2=y)
        yield label(amount(abs(number)), axis.start - 8, y + 4, "quiet", "end")


def _bars(points: Sequence[Point], axis: DayAxis, top: float) -> Iterator[Element]:
    width = min(max((axis.end - axis.start) / len(points) * 0.7, _THINNEST), _WIDEST)
    for point in points:
        x = min(max(axis.at(point.day) - width / 2, axis.start), axis.end - width)
        for kind, number in (("new", point.new or 0), ("fixed", -(point.fixed or 0))):
            if number:
                y = min(_y(number, top), _MIDDLE)
                bar = shape("rect", kind=kind, x=x, y=y, width=width, height=abs(_y(number, top) - _MIDDLE))
                yield told(f"{point.day}: {amount(abs(number))} {kind}", bar)


def _y(number: float, top: float) -> float:
    return _MIDDLE - _HALF * (number / top if top else 0.0)


def _summary(points: Sequence[Point]) -> str:
    if not points:
        return "Nothing is known yet."
    new, fixed = (sum(numbers) for numbers in zip(*((p.new or 0, p.fixed or 0) for p in points), strict=True))
    return f"{amount(new)} new and {amount(fixed)} fixed from {points[0].day} to {points[-1].day}"
