"""What SVG charts have around their marks: grid lines with labels, and a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from dxscore.domain.campaign import Span
from dxscore.reporting.charts.axis import DayAxis, day_ticks
from dxscore.reporting.charts.svg import label, shape, text_width

_DAY_LABEL = 70
"""Room that the label of a day takes at most."""
_SWATCH = 18
_LINE = 20
_SMALL = 12
_THIN = ("phase", "goal", "line", "plan-line", "likely")
"""Kinds of marks that are lines."""


def day_grid(span: Span, axis: DayAxis, baseline: float, line: tuple[float, float]) -> Iterator[Element]:
    """A line at each labelled day from the first to the second of `line`; the labels stand at `baseline`."""
    for tick in day_ticks(span, int((axis.end - axis.start) / _DAY_LABEL)):
        x = axis.at(tick.day)
        yield shape("line", kind="grid", x1=x, x2=x, y1=line[0], y2=line[1])
        cut = x + _DAY_LABEL / 2 > axis.end
        yield label(tick.label, axis.end if cut else x, baseline, "quiet", "end" if cut else "start")


def legend_of(
    entries: Sequence[tuple[str, str]], start: tuple[float, float], right: float
) -> tuple[Sequence[Element], float]:
    """Swatches of a kind with their meaning, wrapped at `right`; and where the legend ends below."""
    marks: list[Element] = []
    x, y = start
    for kind, text in entries:
        width = _SWATCH + 6 + text_width(text, _SMALL) + 16
        if x > start[0] and x + width > right:
            x, y = start[0], y + _LINE
        marks += (_swatch(kind, x, y), label(text, x + _SWATCH + 6, y, "quiet"))
        x += width
    return marks, y + _LINE


def _swatch(kind: str, x: float, y: float) -> Element:
    if kind in _THIN:
        return shape("line", kind=kind, x1=x, x2=x + _SWATCH, y1=y - 4, y2=y - 4)
    return shape("rect", kind=kind, x=x, y=y - 10, width=_SWATCH, height=10, rx=2)
