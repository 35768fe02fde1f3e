"""CampaignReport of one campaign -> its burn-down as SVG."""

from __future__ import annotations

from dxscore.domain.campaign import CampaignReport
from dxscore.reporting.charts.plot import burn_down
from dxscore.reporting.charts.plot_svg import plot_svg
from dxscore.reporting.charts.svg import alone
from dxscore.reporting.view import View


def render(report: CampaignReport, _view: View) -> str:
    """A drawing of its own, of the first campaign of the report."""
    return alone(plot_svg(burn_down(report.states[0], report.provenance.as_of)))
