"""What a mail shows: one edition per team and one for the directors, as plain values that text and HTML are made of."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from dxscore.domain.campaign import CampaignStatus
from dxscore.domain.report import Provenance
from dxscore.reporting.coming import Coming

Direction = Literal["better", "worse", "unchanged", "unknown"]
"""Where debt points went; findings decide when those did not move."""


class Change(Struct, frozen=True):
    """Today against a day of the past."""

    then: date
    """The day of the commit that today is held against."""
    findings: int
    """More open ones than then, or fewer (below 0)."""
    points: float
    new: int | None = None
    """None when it is not known."""
    fixed: int | None = None

    @property
    def direction(self) -> Direction:
        """Fewer points are better."""
        moved = self.points or self.findings
        return "better" if moved < 0 else "worse" if moved > 0 else "unchanged"

    @property
    def is_nothing(self) -> bool:
        """Whether nothing came, went or moved."""
        return not (self.findings or self.points or self.new or self.fixed)


class Place(Struct, frozen=True):
    """A line of code."""

    text: str
    """`path:line`."""
    url: str
    """'' without a code host."""


class Act(Struct, frozen=True):
    """The one thing to do this week."""

    title: str
    place: Place
    reason: str
    """Why this one."""
    how: str
    """What the rule says to do; code stands between backticks."""
    effort: str
    """'about an hour', '' when nobody can say."""
    owner: str
    """Whose it is; '' in the team's own mail."""


class Standing(Struct, frozen=True):
    """A team in one dimension."""

    title: str
    level: str
    moved: str
    """'up from bronze', 'down from silver', '' for the level of last week, or when that is not known."""
    findings: int
    next_step: str
    rank: int
    """Of the level: 0 for none."""
    is_at_top: bool


class Mover(Struct, frozen=True):
    """A rule whose findings came or went since last week."""

    rule: str
    title: str
    owner: str
    new: int
    fixed: int
    points: float
    places: tuple[Place, ...] = ()
    """Of a few of the new findings."""


class CampaignRow(Struct, frozen=True):
    """A campaign as one team, or everybody, sees it."""

    title: str
    status: CampaignStatus
    share: float | None
    """Done of the whole, 0 to 1; None when nothing is known."""
    mine: int | None
    """What this team has left; None in the directors' edition."""
    change: int | None
    """Of that against four weeks ago; None when it is not known."""
    remaining: int | None
    """Of everybody."""
    target: date
    days_left: int
    """Until the target; negative when that has passed."""
    outlook: str
    """Pace and forecast, or why there is none."""


class GemRow(Struct, frozen=True):
    """A gem, or a release train, to upgrade now."""

    name: str
    command: str
    why: str
    """The weightiest reason."""


class TeamRow(Struct, frozen=True):
    """One team in the directors' edition."""

    owner: str
    level: str
    findings: int
    density: float | None
    week: Change | None
    month: Change | None
    spark: str
    """Open findings over the past weeks in block characters, '' without history."""
    moved: str
    """Levels that changed: 'tech-debt up to silver'."""


class Edition(Struct, frozen=True):
    """All that one mail says."""

    owner: str
    """The team whose it is, '' for the directors'."""
    title: str
    """'payments', or the project."""
    project: str
    week: str
    """ISO: '2026-W48'."""
    subject: str
    verdict: str
    """The first sentence."""
    week_change: Change | None
    month_change: Change | None
    act: Act | None
    standings: tuple[Standing, ...]
    """Of a team, the lowest level first."""
    teams: tuple[TeamRow, ...]
    """Of the directors' edition."""
    better: tuple[Mover, ...]
    worse: tuple[Mover, ...]
    campaigns: tuple[CampaignRow, ...]
    gems: tuple[GemRow, ...]
    coming: tuple[Coming, ...]
    notes: tuple[str, ...]
    """What is not known, and why."""
    made: Provenance
    report_url: str
    """Of the full report, '' when nobody says."""
    is_quiet: bool
    """Whether nothing changed since last week and nothing is coming."""

    @property
    def name(self) -> str:
        """'team payments' or 'directors'."""
        return f"team {self.owner}" if self.owner else "directors"

    @property
    def preheader(self) -> str:
        """What clients show beside the subject: the action."""
        return f"{self.act.title}: {self.act.place.text}" if self.act else self.verdict
