"""CampaignReport -> one ticket per campaign and team, as CSV to import or as Markdown to paste."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from dxscore.domain.campaign import CampaignReport, CampaignState, CampaignStatus, TeamPart
from dxscore.domain.finding import Finding
from dxscore.reporting.as_csv import cell
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.markdown_text import address, code, plain, rule_prose
from dxscore.reporting.view import View

_MOST_PLACES = 200
"""Trackers cut long texts; the rest is counted."""
_NAMES = ("campaign", "team", "title", "places", "due", "labels", "body")


class _Ticket(Struct, frozen=True):
    state: CampaignState
    team: TeamPart
    title: str
    body: str


def render_csv(report: CampaignReport, _view: View) -> str:
    """A header row, then one row per ticket; `body` is Markdown."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_NAMES)
    for each in _tickets(report):
        campaign = each.state.campaign
        texts = (campaign.id, each.team.owner, each.title)
        writer.writerow(
            [
                *map(cell, texts),
                each.team.remaining,
                campaign.target.isoformat(),
                f"campaign:{campaign.id}",
                each.body,
            ]
        )
    return out.getvalue()


def render_markdown(report: CampaignReport, _view: View) -> str:
    """One section per ticket."""
    return "\n".join(f"## {plain(each.title)}\n\n{each.body}" for each in _tickets(report))


def _tickets(report: CampaignReport) -> Iterator[_Ticket]:
    """Of campaigns that are neither over nor given up nor undecided."""
    idle = (CampaignStatus.DONE, CampaignStatus.ABANDONED, CampaignStatus.DRAFT)
    for state in report.states:
        for team in state.teams if state.status not in idle else ():
            title = f"{state.campaign.title}: {counted(team.remaining, 'place')} of {team.owner}"
            yield _Ticket(state, team, title, "\n".join(_body(state, team, report)) + "\n")


def _body(state: CampaignState, team: TeamPart, report: CampaignReport) -> Iterator[str]:
    campaign = state.campaign
    yield f"Why: {rule_prose(campaign.why)}"
    yield ""
    yield f"Led by {plain(campaign.owner)}, to be over on {campaign.target}."
    yield from (f"More: {address(link) or plain(link)}" for link in campaign.docs)
    places = sorted(team.findings, key=lambda finding: (finding.rule, finding.location))
    for rule_id, found in groupby(places[:_MOST_PLACES], key=lambda finding: finding.rule):
        text = report.rules[rule_id].text
        yield ""
        yield f"### {rule_prose(text.title)}"
        yield ""
        if text.fix:
            yield f"To do: {rule_prose(text.fix)}"
            yield ""
        yield from map(_task, found)
    left = len(places) - _MOST_PLACES
    if left > 0:
        yield ""
        yield f"… and {amount(left)} more."


def _task(finding: Finding) -> str:
    at = finding.location
    return f"- [ ] {code(f'{at.path}:{at.line}')} {plain(finding.message)}"
