"""CampaignReport -> one HTML page that needs nothing else: the Gantt chart, then each campaign with its burn-down."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from dxscore.domain.campaign import CampaignReport
from dxscore.reporting.as_html import filled
from dxscore.reporting.campaigns import sentences, suite_text
from dxscore.reporting.charts import gantt_svg, gantt_words, plot_svg
from dxscore.reporting.charts.drawn import Drawn, drawn
from dxscore.reporting.charts.plot import burn_down
from dxscore.reporting.view import View

_MOST = 100
"""Tests of each sort that the page lists."""


def render(report: CampaignReport, view: View) -> str:
    """The page, from reports/campaigns.html.j2."""
    anchors = {state.campaign.id: f"campaign-{rank}" for rank, state in enumerate(report.states, 1)}
    return filled(
        "campaigns.html.j2",
        view,
        report=report,
        say=sentences,
        words=gantt_words,
        tests=suite_text,
        most=_MOST,
        gantt=drawn(partial(gantt_svg.gantt_svg, report.gantt), "gantt", gantt_svg.WIDE),
        burn_downs=_burn_downs(report),
        anchors=anchors,
        addresses={campaign: f"#{anchor}" for campaign, anchor in anchors.items()},
    )


def _burn_downs(report: CampaignReport) -> Mapping[str, Drawn]:
    """By campaign; those of which nothing is known have none."""
    plots = {state.campaign.id: burn_down(state, report.provenance.as_of) for state in report.states}
    known = {campaign: plot for campaign, plot in plots.items() if plot.known}
    return {
        campaign: drawn(partial(plot_svg.plot_svg, plot), f"burn-down-{rank}", plot_svg.WIDE)
        for rank, (campaign, plot) in enumerate(known.items())
    }
