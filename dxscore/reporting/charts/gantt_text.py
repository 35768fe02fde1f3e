"""Gantt, View -> lines of a terminal: what is planned above what is expected, one campaign after the other."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.campaign import Bar, CampaignStatus, Gantt
from dxscore.reporting.charts.axis import DayAxis, day_ticks
from dxscore.reporting.charts.cells import Row
from dxscore.reporting.charts.gantt_words import expectation, waits
from dxscore.reporting.figures import percent
from dxscore.reporting.safe_text import visible
from dxscore.reporting.terminal import paragraph, styled
from dxscore.reporting.view import View

_NARROWEST, _WIDEST = 16, 44
"""Columns of the names."""
_GAP = 2
_LABEL = 9
"""Columns that a label of the axis takes at most."""
_DATE = 12
"""Columns of a date with a blank on both sides."""
STATUS_STYLES = {
    CampaignStatus.LATE: "bold red",
    CampaignStatus.AT_RISK: "bold yellow",
    CampaignStatus.ACTIVE: "bold cyan",
    CampaignStatus.DONE: "bold green",
}
"""In the terminal."""
_LEGEND = (
    "█░ planned, and the share that is done  ╎ next phase  ━ expected  ┅┄ 8 of 10 futures end here, half of them in ┅"
    "  ▶ or later  │ today"
)


def gantt_lines(gantt: Gantt, view: View) -> Iterator[Text]:
    """Two lines per campaign, a third for what it waits for, with axis and legend."""
    if not gantt.bars:
        yield styled("no campaigns", "dim")
        return
    names = _names_width(gantt, view)
    axis = DayAxis(gantt.span, 0, max(view.width - names - _GAP, 1))
    yield from _head(gantt, axis, names)
    for bar in gantt.bars:
        yield from _bar(bar, gantt, axis, names)
    yield Text()
    yield from paragraph(_LEGEND, view, style="dim")


def _names_width(gantt: Gantt, view: View) -> int:
    longest = max(Text(f"{visible(bar.title)} 100%").cell_len for bar in gantt.bars)
    return max(min(longest, _WIDEST, view.width // 3), min(_NARROWEST, view.width // 2))


def _head(gantt: Gantt, axis: DayAxis, names: int) -> Iterator[Text]:
    labels = Row(_columns(axis))
    for tick in day_ticks(gantt.span, max(_columns(axis) // _LABEL, 1)):
        labels.write(int(axis.at(tick.day)), tick.label, "dim")
    marks = Row(_columns(axis))
    at = int(axis.at(gantt.today))
    beside = at + 1 if at < _columns(axis) / 2 else at - _DATE
    marks.write(beside, f" {gantt.today} ", "cyan")
    _today(marks, gantt, axis)
    yield _joined(Text(), marks, names)
    yield _joined(Text(), labels, names)


def _bar(bar: Bar, gantt: Gantt, axis: DayAxis, names: int) -> Iterator[Text]:
    share = "" if bar.share is None else percent(bar.share)
    title = _fitted(visible(bar.title), names - len(share) - 1)
    gap = " " * (names - title.cell_len - len(share))
    yield _joined(Text.assemble(title, gap, share), _planned(bar, gantt, axis), names)
    about = _fitted(" · ".join(filter(None, (bar.status, visible(bar.owner)))), names)
    about.stylize(STATUS_STYLES.get(bar.status, "dim"), 0, len(bar.status))
    yield _joined(about, _expected(bar, gantt, axis), names)
    if bar.depends_on:
        yield styled(f"  ↳ {waits(bar, gantt)}", "dim")


def _planned(bar: Bar, gantt: Gantt, axis: DayAxis) -> Row:
    row = Row(_columns(axis))
    start, end = _cells(axis.at(bar.planned.start), axis.after(bar.planned.end))
    done = start + round((end - start) * min(max(bar.share or 0.0, 0.0), 1.0))
    row.paint(start, end, "░")
    row.paint(start, done, "█")
    for phase in bar.phases[1:]:
        row.paint(int(axis.at(phase.start)), int(axis.at(phase.start)) + 1, "╎")
    _today(row, gantt, axis)
    return row


def _expected(bar: Bar, gantt: Gantt, axis: DayAxis) -> Row:
    row = Row(_columns(axis))
    style = STATUS_STYLES.get(bar.status, "")
    likely = _cells(axis.at(bar.projected.start), axis.after(bar.projected.end)) if bar.projected else (0, 0)
    row.paint(*likely, "━", style)
    if bar.uncertain:
        start, end = _cells(axis.at(bar.uncertain.start), axis.after(bar.uncertain.end))
        row.paint(start, min(likely[1], end), "┅", style)
        row.paint(max(likely[1], start), end, "┄", style)
    if bar.open_end and bar.uncertain:
        row.paint(_columns(axis) - 1, _columns(axis), "▶", style)
    _today(row, gantt, axis)
    if bar.projected is None and expectation(bar):
        row.write(int(axis.at(bar.planned.start)), expectation(bar), style)
    return row


def _today(row: Row, gantt: Gantt, axis: DayAxis) -> None:
    at = int(axis.at(gantt.today))
    row.paint(at, at + 1, "│", "cyan")


def _cells(start: float, end: float) -> tuple[int, int]:
    """At least one column, however short the time."""
    return int(start), max(round(end), int(start) + 1)


def _columns(axis: DayAxis) -> int:
    return int(axis.end)


def _fitted(text: str, width: int) -> Text:
    line = Text(text)
    line.truncate(width, overflow="ellipsis")
    return line


def _joined(name: Text, row: Row, names: int) -> Text:
    return Text.assemble(name, " " * (names - name.cell_len + _GAP), row.text())
