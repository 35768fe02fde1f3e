"""Trend -> its chart as SVG."""

from __future__ import annotations

from dxscore.domain.trend import Trend
from dxscore.reporting.charts.plot import trend_plot
from dxscore.reporting.charts.plot_svg import plot_svg
from dxscore.reporting.charts.svg import alone
from dxscore.reporting.view import View


def render(trend: Trend, _view: View) -> str:
    """A drawing of its own, of the total."""
    return alone(plot_svg(trend_plot(trend.total, f"Open findings of {trend.project}")))
