"""Material -> a page with the plan of all campaigns, and a page for each with its burn-down; none without campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dxscore.domain.campaign import CampaignReport, CampaignState
from dxscore.domain.finding import Finding
from dxscore.reporting.campaigns import sentences, suite_text
from dxscore.reporting.charts import gantt_svg, gantt_words
from dxscore.reporting.charts.drawn import Drawn, drawn
from dxscore.reporting.charts.plot import burn_down
from dxscore.reporting.charts.plot_svg import WIDE, plot_svg
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.names import key
from dxscore.reporting.site.page import Page
from dxscore.reporting.site.places import places

_TESTS = 100
"""Of each sort that are listed."""


def pages(material: Material) -> Iterator[Page]:
    """The plan, then each campaign in the report's order."""
    report = material.report.campaigns
    if report is None:
        return
    yield _plan(material, report)
    for rank, state in enumerate(report.states, 1):
        yield _page(material, report, state, rank)


def _plan(material: Material, report: CampaignReport) -> Page:
    values = {
        "report": report,
        "say": sentences,
        "words": gantt_words,
        "addresses": {state.campaign.id: material.campaign(state.campaign.id) for state in report.states},
        "gantt": drawn(partial(gantt_svg.gantt_svg, report.gantt), "gantt", gantt_svg.WIDE),
    }
    return Page("campaigns", "Campaigns", "campaigns.html.j2", values)


def _page(material: Material, report: CampaignReport, state: CampaignState, rank: int) -> Page:
    name = key("campaign", state.campaign.id)
    left: list[Finding] = [finding for team in state.teams for finding in team.findings]
    values = {
        "state": state,
        "say": sentences,
        "tests": suite_text,
        "most": _TESTS,
        "burn_down": _burn_down(report, state, rank),
        "rows": material.rule_rows(left),
        "places": places(material, f"{name}-places", f"What is left of {state.campaign.title}", left, by_rule=False),
    }
    return Page(name, state.campaign.title, "campaign.html.j2", values, "campaigns")


def _burn_down(report: CampaignReport, state: CampaignState, rank: int) -> Drawn | None:
    plot = burn_down(state, report.provenance.as_of)
    return drawn(partial(plot_svg, plot), f"burn-down-{rank}", WIDE) if plot.known else None
