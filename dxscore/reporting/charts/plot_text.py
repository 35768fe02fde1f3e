"""Plot, View -> lines of a terminal: an area of blocks, with the plan and the expected way as dots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dxscore.reporting.charts.axis import DayAxis, day_ticks, number_ticks
from dxscore.reporting.charts.cells import Row
from dxscore.reporting.charts.plot import Plot, Slope
from dxscore.reporting.charts.sparkline import BLOCKS
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.terminal import paragraph, styled
from dxscore.reporting.view import View

_HEIGHT = 8
"""Rows of the area, or about as many, so that they can be shared out evenly between the labels."""
_WIDEST = 120
_ALMOST = 1e-6
"""Less than any day takes: a column shows the last day that begins in it."""
_LABEL = 9
"""Columns that a label of the axis takes at most."""


def plot_lines(plot: Plot, view: View) -> Iterator[Text]:
    """The area with both axes, and what its marks mean."""
    if not plot.known:
        yield styled("nothing is known yet", "dim")
        return
    numbers = number_ticks(plot.top, 5)
    margin = max(len(amount(number)) for number in numbers) + 1
    axis = DayAxis(plot.span, 0, max(min(view.width, _WIDEST) - margin - 1, 1))
    rows = [Row(int(axis.end)) for _ in range(_height(len(numbers) - 1))]
    _area(rows, plot, axis, numbers[-1])
    _ways(rows, plot, axis, numbers[-1])
    labels = {_row_of(number, numbers[-1], len(rows)): amount(number) for number in numbers[1:]}
    for number, row in enumerate(rows):
        _today(row, plot, axis)
        edge = "┤" if number in labels else "│"
        yield Text.assemble((f"{labels.get(number, ''):>{margin}}", "dim"), edge, row.text())
    yield Text.assemble((f"{'0':>{margin}}", "dim"), "└" + "─" * int(axis.end))
    yield _days(plot, axis, margin)
    yield from paragraph(_legend(plot), view, style="dim")


def _height(steps: int) -> int:
    return steps * round(_HEIGHT / steps) if steps else 1


def _area(rows: Sequence[Row], plot: Plot, axis: DayAxis, top: float) -> None:
    """Columns of blocks; each shows the value that held at the end of its days."""
    for at in range(int(axis.end)):
        value = plot.on(axis.day(at + 1 - _ALMOST))
        if value is not None:
            _column(rows, at, value / top if top else 0.0)


def _column(rows: Sequence[Row], at: int, share: float) -> None:
    """In eighths of a row; the least that can be seen for 0."""
    eighths = max(round(share * len(rows) * len(BLOCKS)), 1)
    for level, row in enumerate(reversed(rows)):
        filled = min(eighths - level * len(BLOCKS), len(BLOCKS))
        if filled > 0:
            row.paint(at, at + 1, BLOCKS[filled - 1], "blue")


def _ways(rows: Sequence[Row], plot: Plot, axis: DayAxis, top: float) -> None:
    """The plan over the area, where what is left may stand above it; what is expected after it."""
    if plot.plan:
        for at, row in _way(rows, plot.plan, axis, top):
            row.paint(at, at + 1, "+", "bold")
    for slope, char in _expected(plot):
        for at, row in _way(rows, slope, axis, top):
            row.fill(at, char, "yellow")


def _expected(plot: Plot) -> Iterator[tuple[Slope, str]]:
    if plot.outlook:
        marked = ((plot.outlook.likely, "•"), (plot.outlook.early, "·"), (plot.outlook.late, "·"))
        yield from ((slope, char) for slope, char in marked if slope)


def _way(rows: Sequence[Row], slope: Slope, axis: DayAxis, top: float) -> Iterator[tuple[int, Row]]:
    """Column and row for each column that the slope crosses."""
    for at in range(int(axis.at(slope.start)), int(axis.after(slope.end))):
        yield at, rows[_row_of(slope.on(axis.day(at)), top, len(rows))]


def _row_of(value: float, top: float, rows: int) -> int:
    """From above; the top value is in the first row."""
    share = value / top if top else 0.0
    return min(max(rows - 1 - int(share * rows - _ALMOST), 0), rows - 1)


def _today(row: Row, plot: Plot, axis: DayAxis) -> None:
    if plot.today:
        row.fill(int(axis.at(plot.today)), "┊", "cyan")


def _days(plot: Plot, axis: DayAxis, margin: int) -> Text:
    row = Row(int(axis.end))
    for tick in day_ticks(plot.span, max(int(axis.end) // _LABEL, 1)):
        row.write(int(axis.at(tick.day)), tick.label, "dim")
    return Text.assemble(" " * (margin + 1), row.text())


def _legend(plot: Plot) -> str:
    parts = [f"▇ {plot.unit}s"]
    if plot.plan:
        parts.append(f"+ planned, to {amount(plot.plan.to)} on {plot.plan.end}")
    if plot.outlook and plot.outlook.likely:
        parts.append(f"• expected, to {plot.outlook.likely.end}")
    if plot.outlook:
        parts.append("· 8 of 10 futures between")
    if plot.today:
        parts.append(f"┊ today {plot.today}")
    if plot.least:
        parts.append(f"{amount(plot.least)} of {counted(len(plot.known), 'count')} may be too low")
    return "  ".join(parts)
