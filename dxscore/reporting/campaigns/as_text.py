"""CampaignReport -> what `dxscore campaigns` prints: a few lines per campaign, or one line each off a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.campaign import CampaignReport, CampaignState
from dxscore.reporting.campaigns.as_lines import render as render_lines
from dxscore.reporting.campaigns.sentences import forecast, headline, overload, pace, progress, teams, unknown
from dxscore.reporting.charts.gantt_text import STATUS_STYLES
from dxscore.reporting.figures import percent
from dxscore.reporting.safe_text import prose
from dxscore.reporting.terminal import paragraph, rendered, styled
from dxscore.reporting.view import View

_INDENT = 2
_MOST_BAR = 40


def render(report: CampaignReport, view: View) -> str:
    """The page on a terminal, lines of `as_lines` elsewhere."""
    return rendered(_page(report, view), view) if view.terminal else render_lines(report)


def _page(report: CampaignReport, view: View) -> Iterator[Text]:
    made = report.provenance
    yield Text.assemble(styled(made.project, "bold"), styled(f"  campaigns as of {made.as_of}", "dim"))
    for state in report.states:
        yield Text()
        yield from summary(state, view)
    yield Text()
    for each in report.overloads:
        yield from paragraph(overload(each), view, style="yellow", mark="! ")
    for unseen in report.unknown:
        yield from paragraph(unknown(unseen), view, style="dim")
    yield from paragraph(headline(report), view, style="bold")


def summary(state: CampaignState, view: View) -> Iterator[Text]:
    """Title, bar, pace, dates and teams of one campaign."""
    campaign = state.campaign
    yield from paragraph(prose(f"{campaign.title}  ({campaign.id}, led by {campaign.owner})"), view, style="bold")
    yield from paragraph(f"{state.status}: {state.reason}", view, _INDENT, STATUS_STYLES.get(state.status, ""))
    yield from bar(state, view)
    yield from paragraph(pace(state.pace), view, _INDENT)
    yield from paragraph(f"{campaign.start} to {campaign.target}; {forecast(state.forecast)}", view, _INDENT)
    if state.teams:
        yield from paragraph(f"left: {teams(state)}", view, _INDENT)
    for each in state.unknown:
        yield from paragraph(unknown(each), view, _INDENT, "dim")


def bar(state: CampaignState, view: View) -> Iterator[Text]:
    """How much is done, drawn and said; only said where that is not known."""
    said = progress(state)
    if state.progress is None:
        yield from paragraph(said, view, _INDENT)
        return
    width = max(min(_MOST_BAR, view.width - _INDENT - len(said) - 2), 10)
    filled = int(width * state.progress.share)
    style = "green" if percent(state.progress.share) == "100%" else "cyan"
    drawn = Text.assemble(" " * _INDENT, ("█" * filled, style), ("░" * (width - filled), "dim"), "  ", said)
    yield drawn
