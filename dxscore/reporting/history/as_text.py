"""Trend -> what `dxscore history show` prints: chart, parts and weeks on a terminal, a line per part elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dxscore.domain.trend import Movement, Point, Series, Trend
from dxscore.reporting.charts.plot import trend_plot
from dxscore.reporting.charts.plot_text import plot_lines
from dxscore.reporting.charts.sparkline import sparkline
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import prose
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_PARTS = (
    Column("name", flexible=True),
    Column("trend"),
    Column("then", right=True),
    Column("now", right=True),
    Column("change", right=True),
    Column("new", right=True),
    Column("fixed", right=True),
    Column("points", right=True),
)
_WEEKS = (
    Column("commit of"),
    Column("open", right=True),
    Column("new", right=True),
    Column("fixed", right=True),
    Column("points", right=True),
    Column("per 1,000 lines", right=True),
)
_MOST_WEEKS = 12
_NARROW_SPARK, _WIDE_SPARK = 12, 52
_WIDE = 120


def render(trend: Trend, view: View) -> str:
    """The page on a terminal; elsewhere tab-separated: kind, name, days, then, now, change, new, fixed, points."""
    if view.terminal:
        return rendered(_page(trend, view), view)
    return "".join("\t".join(_fields(series)) + "\n" for series in (trend.total, *trend.parts))


def signed(number: float) -> str:
    """12.0 -> '+12', -3 -> '-3', 0 -> '0'."""
    return f"+{amount(number)}" if number > 0 else amount(number)


def headline(trend: Trend) -> str:
    """From when to when, and how far, in one sentence."""
    points = trend.total.points
    moved = trend.total.movement
    if moved is None:
        return f"{counted(points[-1].open, 'open finding')} on {points[-1].day}, the only snapshot"
    turned = f", {_known(moved.new)} new and {_known(moved.fixed)} fixed" if moved.new is not None else ""
    return (
        f"{amount(moved.before.open)} open findings on {moved.before.day}, {amount(moved.after.open)} on "
        f"{moved.after.day} ({signed(moved.change)}{turned}), {signed(moved.points)} debt points"
    )


def _page(trend: Trend, view: View) -> Iterator[Text]:
    note = f"  {counted(len(trend.total.points), 'snapshot')} by rules {trend.ruleset}"
    yield Text.assemble(styled(prose(trend.project), "bold"), styled(note, "dim"))
    yield from paragraph(headline(trend), view)
    yield Text()
    yield from plot_lines(trend_plot(trend.total, "Open findings"), view)
    yield from _parts(trend, view)
    yield from heading("Of late", "the newest first")
    newest = trend.total.points[: -_MOST_WEEKS - 1 : -1]
    yield from aligned(_WEEKS, [_week(point) for point in newest], view)
    yield Text()
    for each in trend.notes:
        yield from paragraph(each, view, style="dim")


def _parts(trend: Trend, view: View) -> Iterator[Text]:
    if not trend.parts:
        return
    kind = trend.parts[0].kind
    yield from heading(f"By {kind}", "what moved most first")
    shown = trend.parts if view.top == 0 else trend.parts[: max(view.top, 10)]
    yield from aligned(_PARTS, [_part(series, view) for series in shown], view)
    if len(shown) < len(trend.parts):
        yield styled(f"and {len(trend.parts) - len(shown)} more: --all", "dim")


def _part(series: Series, view: View) -> Sequence[Text]:
    spark = sparkline([point.open for point in series.points], _WIDE_SPARK if view.width >= _WIDE else _NARROW_SPARK)
    name, last = styled(prose(series.name), "bold"), series.points[-1]
    moved = series.movement
    if moved is None:
        return [name, Text(spark), Text(), styled(amount(last.open)), *[Text()] * 4]
    return [name, Text(spark), *map(styled, (amount(moved.before.open), amount(last.open))), *_change(moved)]


def _change(moved: Movement) -> Sequence[Text]:
    style = "green" if moved.change < 0 else "red" if moved.change > 0 else ""
    points = styled(signed(moved.points))
    return [styled(signed(moved.change), style), styled(_known(moved.new)), styled(_known(moved.fixed)), points]


def _week(point: Point) -> Sequence[Text]:
    least = "≥ " if point.unknown else ""
    density = "" if point.density is None else f"{point.density:,.1f}"
    cells = (least + amount(point.open), _known(point.new), _known(point.fixed), amount(point.points), density)
    return [styled(str(point.day)), *map(styled, cells)]


def _known(number: int | None) -> str:
    return "?" if number is None else amount(number)


def _fields(series: Series) -> Sequence[str]:
    first, last = series.points[0], series.points[-1]
    moved = series.movement
    news = [""] * 3 if moved is None else [str(moved.change), _plain(moved.new), _plain(moved.fixed)]
    figures = (str(first.open), str(last.open), *news, f"{last.points - first.points:g}")
    return series.kind, prose(series.name), str(first.day), str(last.day), *figures


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)
