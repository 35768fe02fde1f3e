"""Trend -> one HTML page that needs nothing else: the chart, what moved most, and the weeks."""

from __future__ import annotations

from functools import partial

from dxscore.domain.trend import Trend
from dxscore.reporting.as_html import filled
from dxscore.reporting.charts.drawn import drawn
from dxscore.reporting.charts.plot import trend_plot
from dxscore.reporting.charts.plot_svg import WIDE, plot_svg
from dxscore.reporting.charts.sparkline import sparkline
from dxscore.reporting.history.as_text import headline, signed
from dxscore.reporting.view import View

_SPARK = 26


def render(trend: Trend, view: View) -> str:
    """The page, from reports/history.html.j2."""
    plot = trend_plot(trend.total, "Open findings")
    return filled(
        "history.html.j2",
        view,
        trend=trend,
        headline=headline(trend),
        chart=drawn(partial(plot_svg, plot), "trend", WIDE),
        parts=[(each, each.movement, sparkline([p.open for p in each.points], _SPARK)) for each in trend.parts],
        signed=signed,
    )
