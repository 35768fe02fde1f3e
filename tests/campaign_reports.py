"""Believable campaigns for tests: one of each standing, with hostile names and odd histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dxscore.campaigns.bars import gantt
from dxscore.copying import replace
from dxscore.domain.campaign import (
    Campaign,
    CampaignReport,
    CampaignState,
    CampaignStatus,
    Forecast,
    Overload,
    Pace,
    Phase,
    Progress,
    TeamPart,
    Week,
)
from dxscore.domain.finding import UNOWNED
from tests.factories import AS_OF, HOSTILE, a_report

FIRST_WEEK = date(2025, 11, 30)
"""A Sunday, 51 weeks and 3 days before AS_OF."""
FALLING = [1000 - 13 * week for week in range(52)]
RANGE = Forecast("range", date(2027, 1, 10), date(2027, 5, 20), date(2027, 3, 1))


def a_state(left: Sequence[int] = FALLING, forecast: Forecast = RANGE, **campaign: object) -> CampaignState:
    """A campaign with this much left at the end of each week; keywords replace fields of the campaign."""
    plain = Campaign(
        id="rails-8",
        title="Rails 8.0",
        why="Support for 7.1 ends.",
        owner="platform",
        start=date(2026, 6, 1),
        target=date(2027, 1, 31),
        todo=("deprecations.*",),
    )
    made = replace(plain, **campaign)
    weeks = tuple(Week(FIRST_WEEK + timedelta(days=7 * number), count) for number, count in enumerate(left))
    most = max(left, default=0)
    progress = Progress(left[-1], most - left[-1], most, "peak", weeks) if left else None
    return CampaignState(made, CampaignStatus.ACTIVE, "expected in time", progress, Pace(36.5, 13.0), forecast)


def a_campaign_report() -> CampaignReport:
    """Four campaigns: at risk, waiting for it, without end in sight, and one that nobody has decided."""
    phases = (
        Phase("stop", date(2026, 6, 1), date(2026, 8, 31)),
        Phase("finish", date(2026, 9, 1), date(2027, 1, 31)),
    )
    waiting = Forecast("range", date(2027, 2, 10), None, date(2027, 6, 1))
    rising = Forecast("not converging", reason="more is added than removed")
    states = (
        replace(a_state(phases=phases), status=CampaignStatus.AT_RISK, teams=(TeamPart(UNOWNED, 300, -12),)),
        a_state(FALLING[:30], waiting, id="zeitwerk", title="Zeitwerk", depends_on=("rails-8", "gone"), goal=100),
        replace(
            a_state(range(10, 62), rising, id="sidekiq", title=HOSTILE, owner=HOSTILE, target=date(2026, 10, 31)),
            status=CampaignStatus.LATE,
            teams=(TeamPart(HOSTILE, 61),),
        ),
        replace(
            a_state(
                [],
                Forecast("unknown", reason="no past"),
                id="later",
                title="Later",
                owner="",
                start=date(2027, 3, 1),
                target=date(2027, 5, 31),
            ),
            status=CampaignStatus.DRAFT,
        ),
    )
    provenance = replace(a_report().provenance, as_of=AS_OF)
    overloads = (Overload("web", ("a", "b", "c", "d")),)
    return CampaignReport(provenance, states, gantt(states, AS_OF), {}, overloads)


def an_empty_campaign_report() -> CampaignReport:
    """Of a project without campaigns."""
    return replace(a_campaign_report(), states=(), gantt=gantt((), AS_OF), overloads=())
