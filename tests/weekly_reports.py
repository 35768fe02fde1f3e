"""A believable week for tests: all that a report can hold, with hostile names, and one that holds next to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dxscore.copying import replace
from dxscore.domain.campaign import CampaignReport
from dxscore.domain.exemption import Waiver
from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.report import ScanReport
from dxscore.domain.source import Unknown
from dxscore.domain.trend import Movement, Point, Series
from dxscore.domain.weekly import Comparison, LevelMove, RuleMove, WeeklyReport
from tests.campaign_reports import a_campaign_report
from tests.factories import AS_OF, HOSTILE, a_finding, a_report, an_empty_report
from tests.reporting.gems.reports import a_report as a_gem_report
from tests.upgrade_reports import an_upgrade
from tests.whole_program_reports import (
    MIGRATION,
    a_migration_report,
    a_schema_report,
    an_access_overview,
    whole_program_findings,
    whole_program_rules,
)

WEEK = timedelta(weeks=1)
TEAMS = (UNOWNED, "payments", "catalog", "identity", "growth", HOSTILE)


def a_weekly_report(scale: int = 1) -> WeeklyReport:
    """Six teams, one of them with a hostile name; four campaigns; gems, an upgrade, waivers of every state."""
    scan = _scan(scale)
    by_owner = {owner: _series(owner, 40 - 5 * at) for at, owner in enumerate(TEAMS)}
    return WeeklyReport(
        scan=scan,
        last_week=_comparison(1),
        four_weeks=_comparison(4),
        total=_series("", 200),
        by_owner=by_owner,
        campaigns=_campaigns(scan),
        gems=a_gem_report(),
        upgrade=an_upgrade(),
        access=an_access_overview(),
        schema=a_schema_report(scan),
        migrations=a_migration_report(),
        waivers=_waivers(),
        owners={"app/models/user.rb": "payments", f"lib/{HOSTILE}.rb": HOSTILE, MIGRATION: "payments"},
        explained={finding.rule: scan.rules[finding.rule] for finding in scan.findings},
        unknown=(Unknown("gems", HOSTILE),),
    )


def a_first_report() -> WeeklyReport:
    """Of a project without history, campaigns, lockfile and findings."""
    unknown = (Unknown("movement", "there is no history"), Unknown("gems", "no lockfile"))
    return WeeklyReport(an_empty_report(), unknown=unknown)


def movement(name: str, before: int, after: int, new: int | None = None, fixed: int | None = None) -> Movement:
    """Of open findings that cost one point each."""
    then, now = (
        Point("9c1b", day, count, 0, 0, float(count), 10_000)
        for day, count in ((AS_OF - 4 * WEEK, before), (AS_OF, after))
    )
    return Movement("owner" if name else "all", name, then, now, new, fixed)


def _scan(scale: int) -> ScanReport:
    """With a team whose name is hostile, and code that is."""
    scan = a_report(scale)
    mine: list[Finding] = [
        replace(a_finding(path=f"app/{HOSTILE}/{'x' * 300}{number}.rb", line=number), owner=HOSTILE, message=HOSTILE)
        for number in range(1, 4)
    ]
    card = replace(scan.scorecards[0], owner=HOSTILE, next_step=HOSTILE)
    return replace(
        scan,
        findings=(*scan.findings, *mine, *whole_program_findings()),
        scorecards=(*scan.scorecards, card),
        rules={**scan.rules, **whole_program_rules()},
    )


def _series(name: str, start: int) -> Series:
    points = tuple(
        Point(f"{week:040x}", AS_OF - (52 - week) * WEEK, start + week % 7, 1, 0, 2.0 * start, 9_000, 1, 2)
        for week in range(53)
    )
    return Series("owner" if name else "all", name, points)


def _comparison(weeks: int) -> Comparison:
    changes: Mapping[str, tuple[int, int]] = {
        UNOWNED: (40, 43),
        "payments": (20, 12),
        "catalog": (9, 9),
        HOSTILE: (1, 3),
    }
    return Comparison(
        day=AS_OF - weeks * WEEK,
        commit="4d1be2f7" * 5,
        committed=AS_OF - weeks * WEEK,
        total=movement("", 70, 67, 6, 9),
        owners={owner: movement(owner, *change) for owner, change in changes.items()},
        rules=(
            RuleMove("payments", "tech-debt.rescue-nil", 0, 8, -24.0),
            RuleMove(UNOWNED, "tech-debt.long-method", 3, 0, 3.0),
            RuleMove(HOSTILE, "tech-debt.rescue-nil", 0, 0, 6.0),
        ),
        levels=(
            LevelMove("payments", "tech-debt", "none", "bronze", rose=True),
            LevelMove(HOSTILE, "tech-debt", "silver", "none", rose=False),
        ),
        arrived=frozenset(finding.fingerprint for finding in a_report().findings[:9]),
        left_out=("tech-debt.todo",),
    )


def _campaigns(scan: ScanReport) -> CampaignReport:
    return replace(a_campaign_report(), rules=scan.rules)


def _waivers() -> tuple[Waiver, ...]:
    rule = "tech-debt.rescue-nil"
    return (
        Waiver("comment", "app/models/user.rb", 3, rule, "asked for", "2026-12-05", hidden=2),
        Waiver("comment", f"lib/{HOSTILE}.rb", 4, HOSTILE, HOSTILE, "", "malformed", note=HOSTILE),
        Waiver("comment", "app/models/user.rb", 9, rule, "was needed", date(2026, 1, 31).isoformat(), "expired"),
        Waiver("exemption", ".dxscore/exemptions.yml", 1, rule, "planned", "", "", 1, "ines", "with the new checkout"),
        Waiver("exemption", ".dxscore/exemptions.yml", 9, "tech-debt.gone", "planned", "", "unused"),
    )
