"""Plot, a width -> SVG: the line with its area, the plan, the goal and a fan of what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from dxscore.reporting.charts.axis import DayAxis, number_ticks
from dxscore.reporting.charts.frame import day_grid, legend_of
from dxscore.reporting.charts.gantt_words import today_label
from dxscore.reporting.charts.plot import Plot, Sample, Slope, told
from dxscore.reporting.charts.svg import drawing, label, polyline, shape, text_width
from dxscore.reporting.charts.svg import told as with_note
from dxscore.reporting.figures import amount, counted

WIDE = 720
"""Width of the drawing for a screen."""
_TOP, _BOTTOM = 24, 220
"""Of the area."""
_MARGIN = 12
_APART = 8
"""Samples closer than this are drawn without a dot each."""


class _Frame(Struct, frozen=True):
    """The area that values are drawn in."""

    days: DayAxis
    numbers: Sequence[float]
    """Those with a grid line; the last is at the top."""

    def y(self, value: float) -> float:
        """Where a value is."""
        top = self.numbers[-1]
        return _BOTTOM - (_BOTTOM - _TOP) * min(value / top if top else 0.0, 1.0)

    def point(self, sample: Sample) -> tuple[float, float]:
        """Where a sample is."""
        return self.days.at(sample.day), self.y(sample.value or 0)


def plot_svg(plot: Plot, width: float = WIDE, name: str = "plot") -> Element:
    """The chart; `name` keeps the ids of several in one page apart."""
    numbers = number_ticks(plot.top, 5)
    margin = max(text_width(amount(number), 12) for number in numbers) + 2 * _MARGIN
    frame = _Frame(DayAxis(plot.span, margin, width - _MARGIN), numbers)
    legend, height = legend_of(tuple(_legend(plot)), (_MARGIN, _BOTTOM + 44), width - _MARGIN)
    content = (*_grid(plot, frame), *_expected(plot, frame), *_measured(plot, frame), *_lines(plot, frame), *legend)
    return drawing(name, plot.title, told(plot), (width, height), content)


def _grid(plot: Plot, frame: _Frame) -> Iterator[Element]:
    for number in frame.numbers:
        y = frame.y(number)
        yield shape("line", kind="grid", x1=frame.days.start, x2=frame.days.end, y1=y, y2=y)
        yield label(amount(number), frame.days.start - 8, y + 4, "quiet", "end")
    if plot.known:
        yield from day_grid(plot.span, frame.days, _BOTTOM + 18, (_TOP, _BOTTOM + 4))
    else:
        middle = (frame.days.start + frame.days.end) / 2
        yield label("nothing is known yet", middle, (_TOP + _BOTTOM) / 2, "quiet", "middle")


def _measured(plot: Plot, frame: _Frame) -> Iterator[Element]:
    for run in plot.runs():
        points = [frame.point(sample) for sample in run]
        area = [(points[0][0], _BOTTOM), *points, (points[-1][0], _BOTTOM)]
        yield shape("polygon", kind="area", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in area))
        yield polyline(points, "line")
        yield from (_dot(sample, plot, frame) for sample in run if _marked(sample, run, frame))


def _marked(sample: Sample, run: Sequence[Sample], frame: _Frame) -> bool:
    room = frame.days.at(run[-1].day) - frame.days.at(run[0].day)
    return room >= _APART * (len(run) - 1) or sample is run[-1] or not sample.certain


def _dot(sample: Sample, plot: Plot, frame: _Frame) -> Element:
    x, y = frame.point(sample)
    note = f"{sample.day}: {'' if sample.certain else 'at least '}{counted(sample.value or 0, plot.unit)}"
    return with_note(note, shape("circle", kind="dot" if sample.certain else "low", cx=x, cy=y, r=2.5))


def _expected(plot: Plot, frame: _Frame) -> Iterator[Element]:
    outlook = plot.outlook
    if outlook is None:
        return
    early, late = outlook.early or outlook.likely, outlook.late
    if early and late:
        ends = (early.start, early.from_), (early.end, early.to), (late.end, early.to), (late.end, late.to)
        fan = [(frame.days.at(day), frame.y(value)) for day, value in ends]
        yield shape("polygon", kind="fan", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in fan))
    if outlook.likely:
        yield _way(outlook.likely, frame, "likely")


def _lines(plot: Plot, frame: _Frame) -> Iterator[Element]:
    if plot.plan:
        yield _way(plot.plan, frame, "plan-line")
    if plot.goal:
        y = frame.y(plot.goal)
        yield shape("line", kind="goal", x1=frame.days.start, x2=frame.days.end, y1=y, y2=y)
    if plot.today:
        x = frame.days.at(plot.today)
        yield shape("line", kind="today", x1=x, x2=x, y1=_TOP - 6, y2=_BOTTOM)
        left_half = x < (frame.days.start + frame.days.end) / 2
        yield label(today_label(plot.today), x, _TOP - 10, "now", "start" if left_half else "end")


def _way(slope: Slope, frame: _Frame, kind: str) -> Element:
    ends = ((slope.start, slope.from_), (slope.end, slope.to))
    return polyline(((frame.days.at(day), frame.y(value)) for day, value in ends), kind)


def _legend(plot: Plot) -> Iterator[tuple[str, str]]:
    yield "line", f"{plot.unit}s"
    if plot.plan:
        yield "plan-line", "planned"
    if plot.goal:
        yield "goal", f"goal: {amount(plot.goal)}"
    if plot.outlook and plot.outlook.likely:
        yield "likely", f"expected, to {plot.outlook.likely.end}"
    if plot.outlook:
        yield "fan", "8 of 10 futures"
    if plot.least:
        yield "low", "may be too low"
