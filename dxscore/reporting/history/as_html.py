"""Trend -> one HTML page that needs nothing else: the chart, what moved most, and the weeks."""

from __future__ import annotations

from functools import partial

from dxscore.domain.trend import Trend
from dxscore.reporting.as_html import filled
from dxscore.reporting.charts.drawn import drawn
from dxscore.reporting.charts.plot import trend_plot
from dxscore.reporting.charts.plot_svg import WIDE, plot_svg
from dxscore.reporting.charts.spark_svg import spark_svg
from dxscore.reporting.charts.turnover_svg import turnover_svg
from dxscore.reporting.history.as_text import headline, signed
from dxscore.reporting.view import View


def render(trend: Trend, view: View) -> str:
    """The page, from reports/history.html.j2."""
    plot = trend_plot(trend.total, "Open findings")
    return filled(
        "history.html.j2",
        view,
        trend=trend,
        headline=headline(trend),
        chart=drawn(partial(plot_svg, plot), "trend", WIDE),
        turnover=drawn(partial(turnover_svg, trend.total), "turnover", WIDE),
        parts=[(each, each.movement, spark_svg([point.open for point in each.points])) for each in trend.parts],
        signed=signed,
    )
