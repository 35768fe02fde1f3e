"""Values of a campaign -> the sentences that all its formats share."""

from __future__ import annotations

from dxscore.domain.campaign import CampaignReport, CampaignState, CampaignStatus, Forecast, Overload, Pace, TeamPart
from dxscore.domain.source import Unknown
from dxscore.reporting.figures import amount, counted, percent

_TEAMS_SHOWN = 6


def headline(report: CampaignReport) -> str:
    """'5 campaigns: 1 late, 2 active ...'."""
    statuses = [state.status for state in report.states]
    said = ", ".join(f"{statuses.count(each)} {each}" for each in CampaignStatus if each in statuses)
    return f"{counted(len(statuses), 'campaign')}{f': {said}' if said else ''}"


def progress(state: CampaignState) -> str:
    """'56% done, 409 of 930 left'; what it is measured on stands in `basis`."""
    known = state.progress
    if known is None:
        return "nothing is known of its progress"
    if not known.total:
        return f"nothing to do, {amount(known.remaining)} left" if known.remaining else "nothing to do"
    goal = state.campaign.goal
    aim = f", goal {amount(goal)}" if goal else ""
    hidden = f", {amount(known.hidden)} suppressed or exempt" if known.hidden else ""
    return f"{percent(known.share)} done, {amount(known.remaining)} left{aim}{hidden}"


def basis(state: CampaignState) -> str:
    """What the share is measured on."""
    known = state.progress
    if known is None:
        return ""
    if known.basis == "done rules":
        return f"of {amount(known.total)} places, done and left"
    return f"of the {amount(known.total)} that were to do at the most since its start"


def pace(each: Pace) -> str:
    """'a week: 12 removed, 9 added, 3 net; 41 needed'."""
    held = "pace not known yet" if each.held is None else f"{_rate(each.held)} net"
    if each.held is not None and each.added is not None and each.removed is not None:
        held = f"{_rate(each.removed)} removed, {_rate(each.added)} added, {held}"
    needed = "the target has passed" if each.needed is None else f"{_rate(each.needed)} needed"
    return f"a week: {held}; {needed}"


def _rate(number: float) -> str:
    return "less than 0.1" if 0 < number < 0.1 else amount(number)


def forecast(each: Forecast) -> str:
    """When it will end, as a range; or why that can't be said."""
    if each.verdict == "reached":
        return "the goal is reached"
    if each.verdict != "range":
        return f"{'no forecast' if each.verdict == 'unknown' else each.verdict}: {each.reason}"
    latest = f"and {each.latest}" if each.latest else "and an open end"
    return f"if the pace holds, it ends between {each.earliest} {latest}, likely {each.likely}"


def teams(state: CampaignState) -> str:
    """'payments 210 (-12), unowned 120': the first few."""
    shown = ", ".join(map(team, state.teams[:_TEAMS_SHOWN]))
    more = len(state.teams) - _TEAMS_SHOWN
    return f"{shown} and {counted(more, 'more team')}" if more > 0 else shown


def team(each: TeamPart) -> str:
    """'payments 210 (-12)': what is left, and its change in four weeks."""
    return f"{each.owner} {amount(each.remaining)}{f' ({signed(each.change)})' if each.change else ''}"


def overload(each: Overload) -> str:
    """A warning."""
    ids = ", ".join(each.campaigns)
    return f"{each.owner} has work in {counted(len(each.campaigns), 'open campaign')}: {ids}"


def unknown(each: Unknown) -> str:
    """One thing that is not known."""
    return f"{each.subject}: {each.reason}"


def signed(number: int) -> str:
    """'+3', '-12', '0'."""
    return f"{number:+,}" if number else "0"
