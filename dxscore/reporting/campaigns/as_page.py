"""CampaignReport of one campaign -> the campaign in full: why, phases, weeks, teams, and the places that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from dxscore.domain.campaign import CampaignReport, CampaignState, Week
from dxscore.domain.finding import Finding
from dxscore.reporting.campaigns.as_lines import render_page
from dxscore.reporting.campaigns.as_text import summary
from dxscore.reporting.campaigns.sentences import basis, signed
from dxscore.reporting.campaigns.suite_text import suite_lines
from dxscore.reporting.charts.plot import burn_down
from dxscore.reporting.charts.plot_text import plot_lines
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import link_to, prose
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_WEEKS_SHOWN = 13
_WEEK_COLUMNS = (
    Column("week to"),
    Column("left", right=True),
    Column("added", right=True),
    Column("removed", right=True),
    Column("done", right=True),
)
_TEAM_COLUMNS = (
    Column("team", flexible=True),
    Column("left", right=True),
    Column("in 4 weeks", right=True),
    Column("first place", flexible=True),
)


def render(report: CampaignReport, view: View) -> str:
    """The page on a terminal, lines of `as_lines` elsewhere."""
    if not view.terminal:
        return render_page(report)
    return rendered((line for state in report.states for line in _page(state, report, view)), view)


def _page(state: CampaignState, report: CampaignReport, view: View) -> Iterator[Text]:
    campaign = state.campaign
    yield from summary(state, view)
    yield Text()
    yield from paragraph(prose(campaign.why), view)
    for link in campaign.docs:
        yield styled(link, "dim", link)
    yield from _phases(state, report.provenance.as_of)
    yield from _weeks(state, report.provenance.as_of, view)
    yield from _teams(state, view)
    if state.suite:
        yield from suite_lines(state.suite, view)
    yield from _rules(state, report, view)
    yield from _work_list(state, view)


def _phases(state: CampaignState, today: date) -> Iterator[Text]:
    campaign = state.campaign
    if campaign.depends_on:
        yield from heading("Depends on", ", ".join(campaign.depends_on))
    if campaign.phases:
        yield from heading("Phases")
    for phase in campaign.phases:
        now = phase.start <= today <= phase.end
        past = "over" if phase.end < today else ("now" if now else "to come")
        yield styled(f"  {phase.start} to {phase.end}  {past:<8} {phase.name}", "bold" if now else "")


def _weeks(state: CampaignState, today: date, view: View) -> Iterator[Text]:
    known = state.progress
    if known is None:
        return
    yield Text()
    yield from plot_lines(burn_down(state, today), view)
    yield from heading("Week by week", f"{counted(len(known.weeks), 'week')} known; share {basis(state)}")
    yield from aligned(_WEEK_COLUMNS, [_week(week) for week in known.weeks[-_WEEKS_SHOWN:]], view)


def _week(week: Week) -> Sequence[Text]:
    figures = (week.remaining, week.added, week.removed, week.done)
    return [styled(str(week.end), "" if week.measured else "dim"), *(styled(_figure(number)) for number in figures)]


def _figure(number: int | None) -> str:
    return "-" if number is None else amount(number)


def _teams(state: CampaignState, view: View) -> Iterator[Text]:
    if not state.teams:
        return
    yield from heading("Teams")
    rows = [
        [
            styled(team.owner),
            styled(amount(team.remaining)),
            styled("-" if team.change is None else signed(team.change)),
            styled(_place(team.findings[0]) if team.findings else "", "dim"),
        ]
        for team in state.teams
    ]
    yield from aligned(_TEAM_COLUMNS, rows, view)


def _rules(state: CampaignState, report: CampaignReport, view: View) -> Iterator[Text]:
    """What the rules find, those with most to do first."""
    counts: dict[str, int] = {}
    for team in state.teams:
        for finding in team.findings:
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
    note = f"{counted(len(state.rules), 'rule')}, of which {len(state.idle)} do not apply to the locked versions"
    yield from heading("What is left", note if state.idle else counted(len(state.rules), "rule"))
    for rule_id, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        rule = report.rules[rule_id]
        yield from paragraph(f"{amount(count)} x {prose(rule.text.title)} ({rule_id})", view, 2)
        if rule.text.fix:
            yield from paragraph(prose(rule.text.fix), view, 4, "dim", "→ ")


def _work_list(state: CampaignState, view: View) -> Iterator[Text]:
    """Every place once few are left; before, the way to see them."""
    places = state.work_list
    if not places:
        if state.teams:
            yield from heading("All places", f"dxscore campaigns export --campaign {state.campaign.id} --tickets")
        return
    yield from heading("The last places", "file by file")
    for finding in places:
        at = finding.location
        yield styled(f"  {_place(finding)}", "", link_to(view.links, at.path, at.line))
        yield from paragraph(f"{finding.message} [{finding.owner}]", view, 4, "dim")


def _place(finding: Finding) -> str:
    return f"{finding.location.path}:{finding.location.line}"
