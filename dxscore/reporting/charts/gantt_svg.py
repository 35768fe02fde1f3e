"""Gantt, a width -> SVG: planned bars with what is done, expected ones below, what waits for what, and today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct

from dxscore.domain.campaign import Bar, Gantt, Span
from dxscore.reporting.charts.axis import DayAxis
from dxscore.reporting.charts.frame import day_grid, legend_of
from dxscore.reporting.charts.gantt_words import expectation, plan, sentence, standing, summary, today_label, waits
from dxscore.reporting.charts.svg import drawing, fitted, label, shape, told

WIDE = 1080
"""Width of the drawing for a screen."""
_HEAD = 52
_MARGIN = 12
_TITLE, _SMALL = 14, 12
"""Font sizes of charts.css."""
_BOLD = 1.12
"""How much wider bold letters are."""
_PLANNED, _EXPECTED = 14, 6
"""Heights of the bars."""


class _Layout(Struct, frozen=True):
    """Where things stand: names beside the bars when there is room, above them otherwise."""

    axis: DayAxis
    names: float
    """Room for the names."""
    bars: float
    """From the top of a row to its bars."""
    row: float
    """Height of a row."""
    beside: bool
    """Whether names stand beside the bars: then arrows between bars cross no text."""

    def top(self, number: int) -> float:
        """Of a row."""
        return _HEAD + number * self.row


def gantt_svg(gantt: Gantt, width: float = WIDE, name: str = "gantt") -> Element:
    """The chart; `name` keeps the ids of several in one page apart."""
    layout = _layout(gantt, width)
    tops = {bar.campaign: layout.top(number) for number, bar in enumerate(gantt.bars)}
    bottom = layout.top(max(len(gantt.bars), 1))
    legend, height = legend_of(tuple(_legend(gantt)), (_MARGIN, bottom + 24), width - _MARGIN)
    content = (
        *_grid(gantt, layout, bottom),
        *(_arrows(gantt, layout, tops) if layout.beside else ()),
        *(_bars(bar, layout, tops[bar.campaign]) for bar in gantt.bars),
        *_today(gantt, layout, bottom),
        *(told(sentence(bar, gantt), _names(bar, gantt, layout, tops[bar.campaign])) for bar in gantt.bars),
        *legend,
    )
    description = ". ".join(sentence(bar, gantt) for bar in gantt.bars) or "Nothing is planned."
    return drawing(name, f"Gantt chart: {summary(gantt)}", description, (width, height), content)


def _layout(gantt: Gantt, width: float) -> _Layout:
    right = width - _MARGIN
    if width < WIDE / 2:
        return _Layout(DayAxis(gantt.span, _MARGIN, right), right - _MARGIN, bars=40, row=76, beside=False)
    names = width * 0.28
    return _Layout(DayAxis(gantt.span, names + 2 * _MARGIN, right), names, bars=8, row=48, beside=True)


def _grid(gantt: Gantt, layout: _Layout, bottom: float) -> Iterator[Element]:
    yield from day_grid(gantt.span, layout.axis, _HEAD - 18, (_HEAD - 12, bottom))
    for number in range(len(gantt.bars) + 1):
        yield shape("line", kind="grid", x1=_MARGIN, x2=layout.axis.end, y1=layout.top(number), y2=layout.top(number))
    if not gantt.bars:
        yield label("no campaigns", _MARGIN, _HEAD + 24, "quiet")


def _today(gantt: Gantt, layout: _Layout, bottom: float) -> Iterator[Element]:
    x = layout.axis.at(gantt.today)
    yield shape("line", kind="today", x1=x, x2=x, y1=18, y2=bottom)
    left_half = x < (layout.axis.start + layout.axis.end) / 2
    yield label(today_label(gantt.today), x, 14, "now", "start" if left_half else "end")


def _names(bar: Bar, gantt: Gantt, layout: _Layout, top: float) -> Element:
    before = "" if layout.beside or not bar.depends_on else waits(bar, gantt)
    about = " · ".join(filter(None, (standing(bar), bar.owner, before)))
    return shape(
        "g",
        label(fitted(bar.title, layout.names / _BOLD, _TITLE), _MARGIN, top + 18, "name"),
        label(fitted(about, layout.names, _SMALL), _MARGIN, top + 34, "quiet"),
    )


def _bars(bar: Bar, layout: _Layout, top: float) -> Element:
    kind = bar.status.replace(" ", "-")
    return shape("g", *_planned(bar, layout, top), *_expected(bar, layout, top), kind=kind)


def _planned(bar: Bar, layout: _Layout, top: float) -> Iterator[Element]:
    x, width = _extent(bar.planned, layout.axis)
    y = top + layout.bars
    yield told(plan(bar), shape("rect", kind="planned", x=x, y=y, width=width, height=_PLANNED, rx=2))
    if bar.share:
        yield shape("rect", kind="done-part", x=x, y=y, width=width * min(bar.share, 1.0), height=_PLANNED, rx=2)
    for phase in bar.phases[1:]:
        at = layout.axis.at(phase.start)
        line = shape("line", kind="phase", x1=at, x2=at, y1=y - 3, y2=y + _PLANNED + 3)
        yield told(f"from {phase.start}: {phase.name}", line)


def _expected(bar: Bar, layout: _Layout, top: float) -> Iterator[Element]:
    y = top + layout.bars + _PLANNED + 6
    if bar.uncertain:
        x, width = _extent(bar.uncertain, layout.axis)
        yield told(
            expectation(bar), shape("rect", kind="uncertain", x=x, y=y - 2, width=width, height=_EXPECTED + 4, rx=2)
        )
        if bar.open_end:
            yield shape("path", kind="beyond", d=f"M{x + width - 1:.1f} {y - 3} l8 6 l-8 6 z")
    if bar.projected:
        x, width = _extent(bar.projected, layout.axis)
        yield told(expectation(bar), shape("rect", kind="expected", x=x, y=y, width=width, height=_EXPECTED, rx=1))
    elif expectation(bar):
        yield label(expectation(bar), layout.axis.at(bar.planned.start), y + 9, "endless")


def _arrows(gantt: Gantt, layout: _Layout, tops: Mapping[str, float]) -> Iterator[Element]:
    """From the planned end of each campaign down to the bar of one that waits for it."""
    spans = {bar.campaign: bar.planned for bar in gantt.bars}
    for bar in gantt.bars:
        for before in bar.depends_on:
            if before in spans and tops[before] < tops[bar.campaign]:
                start = layout.axis.after(spans[before].end), tops[before] + layout.bars + _PLANNED
                end = layout.axis.at(bar.planned.start), tops[bar.campaign] + layout.bars
                yield told(f"{bar.campaign} after {before}", _arrow(start, end))


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> Element:
    """Down, along the gap above the row of the end, down again; with a head."""
    (x1, y1), (x2, y2) = start, end
    x1, x2, turn = x1 - 3, x2 + 5, y2 - 6
    line = f"M{x1:.1f} {y1:.1f} V{turn:.1f} H{x2:.1f} V{y2:.1f} m-3 -4 l3 4 l3 -4"
    return shape("g", shape("path", kind="arrow", d=line))


def _legend(gantt: Gantt) -> Iterator[tuple[str, str]]:
    """What the marks that are there mean."""
    bars = gantt.bars
    yield "planned", "planned"
    if any(bar.share for bar in bars):
        yield "done-part", "share that is done"
    if any(bar.phases[1:] for bar in bars):
        yield "phase", "next phase"
    if any(bar.projected for bar in bars):
        yield "expected", "expected: green in time, orange at risk, red late"
    if any(bar.uncertain for bar in bars):
        yield "uncertain", "8 of 10 futures end here"


def _extent(span: Span, axis: DayAxis) -> tuple[float, float]:
    """Left end and width; a short time can still be seen."""
    start = axis.at(span.start)
    return start, max(axis.after(span.end) - start, 2.0)
