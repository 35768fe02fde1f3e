"""What was found for a campaign today and in the past -> its state; all states -> their order and who has too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct, field

from dxscore.campaigns.forecast import forecast
from dxscore.campaigns.progress import pace, progress
from dxscore.campaigns.status import status
from dxscore.campaigns.weeks import weeks
from dxscore.domain.campaign import (
    Campaign,
    CampaignState,
    CampaignStatus,
    Forecast,
    Overload,
    Pace,
    TeamPart,
    Week,
)
from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.source import Unknown
from dxscore.domain.trend import Series

MOST_OPEN = 3
"""Open campaigns that a team can care about."""
_CHANGE_WEEKS = 4
_URGENCY = (
    CampaignStatus.LATE,
    CampaignStatus.AT_RISK,
    CampaignStatus.ACTIVE,
    CampaignStatus.SCHEDULED,
    CampaignStatus.DRAFT,
    CampaignStatus.DONE,
    CampaignStatus.ABANDONED,
)
_OPEN = (CampaignStatus.LATE, CampaignStatus.AT_RISK, CampaignStatus.ACTIVE)


class Evidence(Struct, frozen=True):
    """What is known of one campaign; each series ends with today's point."""

    findings: tuple[Finding, ...]
    """What remains today."""
    todo: Series | None
    """None when its rules could not be judged today."""
    done: Series | None = None
    """None without rules that find what is done."""
    counts_done: bool = False
    """Whether there are migration rules among `todo`, which count what is done themselves."""
    by_owner: Mapping[str, Series] = field(default_factory=dict)
    incomplete: bool = False
    """Whether some rule of `todo` could not be judged: then nothing left is not the same as done."""
    rules: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def measured(campaign: Campaign, evidence: Evidence, as_of: date) -> CampaignState:
    """The state of a campaign on a day."""
    past = _weeks(evidence, as_of)
    if evidence.incomplete and past and past[-1].remaining <= campaign.goal:
        past = ()
    known = progress(campaign, past, evidence.todo.points[-1].hidden) if evidence.todo and past else None
    expected = forecast(campaign, past, as_of) if past else Forecast("unknown", reason="its rules could not be judged")
    where, reason = status(campaign, known, expected, as_of)
    return CampaignState(
        campaign=campaign,
        status=where,
        reason=reason,
        progress=known,
        pace=pace(campaign, past, as_of) if past else Pace(None, None),
        forecast=expected,
        teams=tuple(_teams(evidence, as_of)),
        rules=evidence.rules,
        idle=evidence.idle,
        unknown=evidence.unknown,
    )


def _weeks(evidence: Evidence, as_of: date) -> tuple[Week, ...]:
    if evidence.todo is None:
        return ()
    return weeks(evidence.todo, evidence.done, as_of, counts_done=evidence.counts_done)


def in_order(states: Iterable[CampaignState]) -> tuple[CampaignState, ...]:
    """The most pressing status first, then the nearest target."""
    return tuple(
        sorted(states, key=lambda state: (_URGENCY.index(state.status), state.campaign.target, state.campaign.id))
    )


def overloads(states: Iterable[CampaignState]) -> tuple[Overload, ...]:
    """Teams with work left in more than `MOST_OPEN` campaigns that are open."""
    busy: dict[str, list[str]] = {}
    for state in states:
        for team in state.teams if state.status in _OPEN else ():
            if team.remaining and team.owner != UNOWNED:
                busy.setdefault(team.owner, []).append(state.campaign.id)
    return tuple(Overload(owner, tuple(ids)) for owner, ids in sorted(busy.items()) if len(ids) > MOST_OPEN)


def _teams(evidence: Evidence, as_of: date) -> Sequence[TeamPart]:
    by_owner: dict[str, list[Finding]] = {}
    for finding in sorted(evidence.findings, key=lambda finding: finding.location):
        by_owner.setdefault(finding.owner, []).append(finding)
    parts = (
        TeamPart(owner, len(found), _change(evidence.by_owner.get(owner), len(found), as_of), tuple(found))
        for owner, found in by_owner.items()
    )
    return sorted(parts, key=lambda part: (-part.remaining, part.owner))


def _change(series: Series | None, now: int, as_of: date) -> int | None:
    then = as_of - timedelta(weeks=_CHANGE_WEEKS)
    before = [point for point in series.points if point.day <= then] if series else []
    return now - before[-1].open if before else None
