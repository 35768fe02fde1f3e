"""A campaign: a tech migration that rules count, with an owner and dates; how far it is, and when it will end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.report import Provenance
from dxscore.domain.rule import Rule
from dxscore.domain.source import Unknown
from dxscore.domain.suite import Suite


class Phase(Struct, frozen=True):
    """One stretch of a campaign: 'stop new use', 'automate', 'finish'."""

    name: str
    start: date
    """The day after the phase before ends; of the first, the campaign's own start."""
    end: date


class Scope(Struct, frozen=True):
    """Which findings of its rules belong to a campaign; an empty part lets everything through."""

    owners: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    """Git-ignore style globs from the root. The history keeps no paths: with them, only today is known."""


class Campaign(Struct, frozen=True):
    """What is to be done, as somebody wrote it down."""

    id: str
    title: str
    why: str
    owner: str
    """Team that leads it; the work may be anybody's."""
    start: date
    target: date
    """The day it is to be over."""
    todo: tuple[str, ...]
    """Ids or globs of rules: their open findings are what remains."""
    done: tuple[str, ...] = ()
    """Ids or globs of rules that find what is as it should be."""
    goal: int = 0
    """It is over when no more than this remain."""
    scope: Scope = Scope()
    phases: tuple[Phase, ...] = ()
    depends_on: tuple[str, ...] = ()
    """Ids of campaigns that must be over first."""
    docs: tuple[str, ...] = ()
    """Links."""
    state: Literal["", "draft", "abandoned"] = ""
    """What nobody can compute: not decided yet, or given up."""
    origin: str = ""
    """`path:line` where it is written down."""


class CampaignStatus(StrEnum):
    """Where a campaign stands, from its dates, what remains and how fast that falls."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """Its start is to come."""
    ACTIVE = "active"
    """Expected to end in time, or too young to tell."""
    AT_RISK = "at risk"
    """It may end in time, and may not."""
    LATE = "late"
    """The target has passed, or even the earliest expected end is after it, or no end is in sight."""
    DONE = "done"
    ABANDONED = "abandoned"


# How far it is


class Week(Struct, frozen=True):
    """What remained at the end of a week, and what the week did to it."""

    end: date
    """Its last day, a Sunday; of the current week, the day of the report."""
    remaining: int
    done: int | None = None
    """Places that are as they should be; None without rules that find them."""
    added: int | None = None
    """New places since the week before; None when that is not known."""
    removed: int | None = None
    measured: bool = True
    """False for a week without a commit: it is as the week before."""


class Progress(Struct, frozen=True):
    """What is done of the whole."""

    remaining: int
    done: int
    total: int
    """What `share` is measured on: done and remaining together, or the most that ever remained since the start."""
    basis: Literal["done rules", "peak"]
    weeks: tuple[Week, ...] = ()
    """Oldest first, from before the start on as far as the history goes."""
    hidden: int = 0
    """Places that are suppressed or exempt: not done, and not counted as remaining."""

    @property
    def share(self) -> float:
        """0 to 1; 1 when there was never anything to do."""
        return self.done / self.total if self.total else 1.0


class Pace(Struct, frozen=True):
    """Places a week, by which what remains falls."""

    needed: float | None
    """To be over on the target; None when that has passed."""
    held: float | None
    """Over the last weeks (`PACE_WEEKS`), new places counted against it; None when the history is too short."""
    added: float | None = None
    removed: float | None = None
    """Both parts of `held`, when they are known."""


Verdict: TypeAlias = Literal["reached", "range", "not converging", "unknown"]


class Forecast(Struct, frozen=True):
    """When the goal will be reached if the next weeks are like the last ones; docs/campaigns.md says how."""

    verdict: Verdict
    earliest: date | None = None
    """One future in ten ends before."""
    latest: date | None = None
    """One future in ten ends after; None when that many see no end within the horizon."""
    likely: date | None = None
    """Half of the futures end before."""
    reason: str = ""
    """Why there is no range."""
    in_time: float | None = None
    """Share of futures that end by the target."""


class TeamPart(Struct, frozen=True):
    """What one team has left."""

    owner: str
    remaining: int
    change: int | None = None
    """Against four weeks ago; None when that is not known."""
    findings: tuple[Finding, ...] = ()
    """The places, by path and line."""


# What a chart shows


class Span(Struct, frozen=True):
    """From one day to another, both included."""

    start: date
    end: date


class Bar(Struct, frozen=True):
    """One campaign on a Gantt chart."""

    campaign: str
    title: str
    owner: str
    status: CampaignStatus
    planned: Span
    projected: Span | None
    """From the start to the likely end; None when that is not known."""
    uncertain: Span | None
    """From the earliest to the latest expected end; it ends at the chart's end when the latest is open."""
    phases: tuple[Phase, ...]
    depends_on: tuple[str, ...]
    share: float | None
    """Done, 0 to 1; None when it is not known."""
    open_end: bool = False
    """Whether the latest expected end lies beyond the horizon."""
    endless: bool = False
    """Whether no end is in sight; False too when there is too little history to tell."""


class Gantt(Struct, frozen=True):
    """All bars, in an order in which each comes after those it depends on, and the days that the chart covers."""

    span: Span
    today: date
    bars: tuple[Bar, ...]


# What it comes to


class CampaignState(Struct, frozen=True):
    """One campaign, measured."""

    campaign: Campaign
    status: CampaignStatus
    reason: str
    """Why it has this status, in a few words."""
    progress: Progress | None
    """None when nothing is known, because none of its rules could be judged."""
    pace: Pace
    forecast: Forecast
    teams: tuple[TeamPart, ...] = ()
    """Those with most to do first."""
    rules: tuple[str, ...] = ()
    """Ids that `todo` and `done` of the campaign stand for."""
    idle: tuple[str, ...] = ()
    """Those of them that do not apply to the locked versions: they find nothing yet, or no more."""
    unknown: tuple[Unknown, ...] = ()
    suite: Suite | None = None
    """Tests in its scope; None unless results of tests were given."""

    @property
    def work_list(self) -> tuple[Finding, ...]:
        """The places that are left, by path, once they are a tenth of the whole or less; empty before."""
        if self.progress is None or self.progress.share < LAST_PART:
            return ()
        return tuple(finding for team in self.teams for finding in team.findings)


LAST_PART = 0.9
"""From this share on a campaign is finished place by place."""


class Overload(Struct, frozen=True):
    """A team with work in more open campaigns than it can care about."""

    owner: str
    campaigns: tuple[str, ...]


class CampaignReport(Struct, frozen=True):
    """The result of `dxscore campaigns`."""

    provenance: Provenance
    states: tuple[CampaignState, ...]
    """The most pressing status first, then by target."""
    gantt: Gantt
    rules: Mapping[str, Rule]
    """In force, by id; those of all findings are among them."""
    overloads: tuple[Overload, ...] = ()
    unknown: tuple[Unknown, ...] = ()
