"""CampaignReport -> JSON: one document `dxscore-campaigns/v1`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from dxscore.domain.campaign import CampaignReport, CampaignState, TeamPart
from dxscore.domain.finding import Finding
from dxscore.domain.suite import Examined, Suite
from dxscore.reporting.campaigns.document import (
    SCHEMA,
    CampaignEntry,
    CampaignsDocument,
    ForecastEntry,
    OverloadEntry,
    PaceEntry,
    PhaseEntry,
    PlaceEntry,
    ProgressEntry,
    SuiteEntry,
    SuitePartEntry,
    TeamEntry,
    TestEntry,
    WeekEntry,
)
from dxscore.reporting.document import Tool
from dxscore.reporting.entries import unknown_entries
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View


def render(report: CampaignReport, _view: View) -> str:
    """The whole report; documented in docs/campaigns.md, schema in reports/schema."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def document(report: CampaignReport) -> CampaignsDocument:
    """The report in its published shape, in the report's own order."""
    made = report.provenance
    return CampaignsDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", made.version),
        project=encodable(made.project),
        commit=made.commit,
        dirty=made.dirty,
        as_of=made.as_of.isoformat(),
        ruleset=made.ruleset,
        campaigns=list(map(_campaign, report.states)),
        overloads=[OverloadEntry(encodable(each.owner), list(each.campaigns)) for each in report.overloads],
        unknown=unknown_entries(report.unknown),
    )


def _campaign(state: CampaignState) -> CampaignEntry:
    campaign = state.campaign
    return CampaignEntry(
        id=campaign.id,
        title=encodable(campaign.title),
        why=encodable(campaign.why),
        owner=encodable(campaign.owner),
        docs=list(map(encodable, campaign.docs)),
        start=campaign.start.isoformat(),
        target=campaign.target.isoformat(),
        goal=campaign.goal,
        phases=[_like(PhaseEntry, phase) for phase in campaign.phases],
        depends_on=list(campaign.depends_on),
        status=state.status,
        reason=encodable(state.reason),
        progress=_like(ProgressEntry, state.progress) if state.progress else None,
        pace=_like(PaceEntry, state.pace),
        forecast=_like(ForecastEntry, state.forecast),
        weeks=[_like(WeekEntry, week) for week in (state.progress.weeks if state.progress else ())],
        teams=list(map(_team, state.teams)),
        rules=list(state.rules),
        idle=list(state.idle),
        unknown=unknown_entries(state.unknown),
        suite=_suite(state.suite) if state.suite else None,
    )


def _suite(suite: Suite) -> SuiteEntry:
    return SuiteEntry(
        teams=[_like(SuitePartEntry, part) for part in suite.parts],
        failing=_tests(suite.failing),
        flaky=_tests(suite.flaky),
        pending=_tests(suite.pending),
        slow=_tests(suite.slow),
        unknown=unknown_entries(suite.unknown),
    )


def _tests(tests: Iterable[Examined]) -> list[TestEntry]:
    return [_like(TestEntry, test) for test in tests]


def _team(team: TeamPart) -> TeamEntry:
    return TeamEntry(encodable(team.owner), team.remaining, team.change, list(map(_place, team.findings)))


def _place(finding: Finding) -> PlaceEntry:
    at = finding.location
    return PlaceEntry(encodable(at.path), at.line, finding.rule, encodable(finding.message), finding.fingerprint)


def _like(kind: type[Any], value: object) -> Any:
    """An entry whose fields all have a field of their name in the value."""
    return kind(**{name: _plain(getattr(value, name)) for name in kind.__struct_fields__})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return encodable(value) if isinstance(value, str) else value
