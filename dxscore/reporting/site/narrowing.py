"""WeeklyReport, a team -> the WeeklyReport of what is that team's: figures stay as they are in the whole report."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.access_overview import AccessOverview
from dxscore.domain.campaign import CampaignReport
from dxscore.domain.gems import GemReport
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.weekly import Comparison, WeeklyReport
from dxscore.errors import DxscoreError
from dxscore.reporting.schema.select import select_schema
from dxscore.reporting.select import Filters, select
from dxscore.suggestions import did_you_mean


def of_team(report: WeeklyReport, team: str) -> WeeklyReport:
    """Raises DxscoreError for a team that has neither code nor findings."""
    known = dict.fromkeys(
        [card.owner for card in report.scan.scorecards] + [each.owner for each in report.scan.findings]
    )
    if team not in known:
        raise DxscoreError(f"there is no team {team}", did_you_mean(team, list(known)) or f"one of {', '.join(known)}")
    scan = select(report.scan, Filters(owners=(team,)))
    campaigns = _campaigns(report.campaigns, team) if report.campaigns else None
    wanted = {finding.rule for finding in scan.findings}
    return replace(
        report,
        scan=scan,
        last_week=_comparison(report.last_week, team),
        four_weeks=_comparison(report.four_weeks, team),
        total=report.by_owner.get(team),
        by_owner={name: series for name, series in report.by_owner.items() if name == team},
        campaigns=campaigns,
        gems=_gems(report.gems, team) if report.gems else None,
        access=_access(report.access, team) if report.access else None,
        schema=select_schema(report.schema, Filters(owners=(team,))) if report.schema else None,
        migrations=_migrations(report, team) if report.migrations else None,
        waivers=tuple(each for each in report.waivers if report.owners.get(each.path) == team),
        explained={rule_id: rule for rule_id, rule in report.explained.items() if rule_id in wanted},
    )


def _comparison(whole: Comparison | None, team: str) -> Comparison | None:
    """None where the team was not there then and is not now."""
    if whole is None or team not in whole.owners:
        return None
    return replace(
        whole,
        total=whole.owners[team],
        owners={team: whole.owners[team]},
        rules=tuple(move for move in whole.rules if move.owner == team),
        levels=tuple(move for move in whole.levels if move.owner == team),
    )


def _campaigns(report: CampaignReport, team: str) -> CampaignReport | None:
    """Those that the team leads or has work in, each as a whole."""
    states = tuple(
        state
        for state in report.states
        if state.campaign.owner == team or any(part.owner == team and part.remaining for part in state.teams)
    )
    ids = {state.campaign.id for state in states}
    bars = tuple(bar for bar in report.gantt.bars if bar.campaign in ids)
    return replace(report, states=states, gantt=replace(report.gantt, bars=bars)) if states else None


def _access(overview: AccessOverview, team: str) -> AccessOverview | None:
    entries = tuple(entry for entry in overview.entries if entry.owner == team)
    return replace(overview, entries=entries) if entries else None


def _migrations(report: WeeklyReport, team: str) -> MigrationReport | None:
    known = report.migrations
    own = tuple(each for each in known.migrations if report.owners.get(each.path) == team) if known else ()
    return replace(known, migrations=own) if known and own else None


def _gems(report: GemReport, team: str) -> GemReport | None:
    units = tuple(unit for unit in report.units if any(gem.entry.owner == team for gem in unit.gems))
    return replace(report, units=units) if units else None
