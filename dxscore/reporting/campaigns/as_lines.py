"""CampaignReport -> one campaign per line, for pipes and CI logs; places that are left, where they are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxscore.domain.campaign import CampaignReport, CampaignState
from dxscore.domain.finding import Finding
from dxscore.domain.suite import Examined, SuitePart
from dxscore.reporting.campaigns.sentences import forecast, headline, overload, pace, progress, teams, unknown
from dxscore.reporting.campaigns.suite_text import COLUMNS, cells, told
from dxscore.reporting.safe_text import inert, visible


def render(report: CampaignReport) -> str:
    """`id status title: ...`, then warnings; the last line counts the campaigns."""
    lines = (*(line(state) for state in report.states), *_notes(report), f"dxscore campaigns: {headline(report)}")
    return _text(lines)


def render_page(report: CampaignReport) -> str:
    """The same of each campaign, with a line per team and per place that is left."""
    return _text(part for state in report.states for part in (line(state), *_parts(state)))


def line(state: CampaignState) -> str:
    """Everything about a campaign on one line."""
    campaign = state.campaign
    said = (
        progress(state),
        pace(state.pace),
        f"target {campaign.target}",
        forecast(state.forecast),
        f"teams {teams(state)}" if state.teams else "",
    )
    status = state.status.replace(" ", "-")
    return f"{campaign.id} {status} {campaign.title}: {'; '.join(filter(None, said))} [{campaign.owner}]"


def _parts(state: CampaignState) -> Iterator[str]:
    campaign = state.campaign
    yield f"{campaign.id} status {state.status}: {state.reason}"
    for team in state.teams:
        yield f"{campaign.id} team {team.owner} {team.remaining}"
    if state.suite:
        yield from (f"{campaign.id} tests {_tests(part)}" for part in state.suite.parts)
        yield from (
            f"{campaign.id} {test.verdict} {_test(test)}" for test in (*state.suite.failing, *state.suite.flaky)
        )
        yield from (f"{campaign.id} slow {_test(test)}" for test in state.suite.slow)
    yield from (f"{campaign.id} unknown {unknown(each)}" for each in state.unknown)
    yield from (place(finding) for team in state.teams for finding in team.findings)


def _tests(part: SuitePart) -> str:
    team, *figures = cells(part)
    return f"{team}: {', '.join(f'{figure} {title}' for figure, title in zip(figures, COLUMNS[1:], strict=True))}"


def _test(test: Examined) -> str:
    return f"{test.path or 'no file named'}: {told(test)}"


def place(finding: Finding) -> str:
    """`path:line:column rule message [owner]`."""
    at = finding.location
    return f"{at.path}:{at.line}:{at.column} {finding.rule} {finding.message} [{finding.owner}]"


def _notes(report: CampaignReport) -> Iterator[str]:
    yield from (f"warning {overload(each)}" for each in report.overloads)
    for state in report.states:
        yield from (f"unknown {state.campaign.id} {unknown(each)}" for each in state.unknown)
    yield from (f"unknown {unknown(each)}" for each in report.unknown)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{inert(visible(each))}\n" for each in lines)
