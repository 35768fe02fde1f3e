"""What a project comes to in a week, as one value: site, mail and digests are made of it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from dxscore.domain.access_overview import AccessOverview
from dxscore.domain.campaign import CampaignReport
from dxscore.domain.exemption import Waiver
from dxscore.domain.gems import GemReport
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.schema_report import SchemaReport
from dxscore.domain.score import Action
from dxscore.domain.source import Unknown
from dxscore.domain.trend import Movement, Series
from dxscore.domain.upgrade import UpgradeReport


class LevelMove(Struct, frozen=True):
    """A scorecard whose level is another than it was."""

    owner: str
    dimension: str
    before: str
    after: str
    rose: bool
    """Whether the level is higher now."""


class RuleMove(Struct, frozen=True):
    """What happened to the findings of one rule that belong to one owner."""

    owner: str
    rule: str
    new: int
    """Findings that were nowhere then; one that only moved to another file or owner is neither new nor fixed."""
    fixed: int
    points: float
    """Debt points more, or fewer (below 0); those of findings that came from another owner, or went there, among them.
    """


class Comparison(Struct, frozen=True):
    """Today against the main line as it stood on a day of the past.

    Counts only rules that could be judged on both sides and apply to the versions locked on both, so that every
    difference is somebody's doing. Figures of today may therefore be lower here than on the scorecards.
    """

    day: date
    """The day asked for."""
    commit: str
    """The last one of the main line that is known from before the end of that day, full id."""
    committed: date
    total: Movement
    owners: Mapping[str, Movement]
    """Of everybody who had findings then or has some now."""
    rules: tuple[RuleMove, ...] = ()
    """Those that moved, the most points first."""
    levels: tuple[LevelMove, ...] = ()
    """By owner, then dimension."""
    arrived: frozenset[str] = frozenset()
    """Fingerprints of today's findings that were nowhere then."""
    left_out: tuple[str, ...] = ()
    """Ids of rules that are not compared."""


class WeeklyReport(Struct, frozen=True):
    """The result of `dxscore report`; a part that could not be made is None, and `unknown` says why."""

    scan: ScanReport
    last_week: Comparison | None = None
    """Against a week before the day of the report; None when the history does not tell."""
    four_weeks: Comparison | None = None
    """Against four weeks before."""
    total: Series | None = None
    """The past year by snapshots, and today, oldest first; None without history."""
    by_owner: Mapping[str, Series] = field(default_factory=dict)
    """The same of each owner with findings."""
    first: Mapping[str, Action] = field(default_factory=dict)
    """Owner -> the finding that is worth doing first; nothing for an owner without findings that cost points."""
    campaigns: CampaignReport | None = None
    """None when no campaign is written down."""
    gems: GemReport | None = None
    """None without a lockfile."""
    upgrade: UpgradeReport | None = None
    """Towards the target of dxscore.toml, or the next Rails; None when there is nowhere to go."""
    access: AccessOverview | None = None
    """None without entry points, and when no rule asks for them."""
    schema: SchemaReport | None = None
    """None without a schema, and when no rule asks for it."""
    migrations: MigrationReport | None = None
    """New ones by the configuration; None without migrations, and when no rule asks for them."""
    waivers: tuple[Waiver, ...] = ()
    """Suppressions and exemptions, by path and line."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Path -> owner, of new migrations and of the files in which comments suppress something."""
    explained: Mapping[str, Rule] = field(default_factory=dict)
    """By id: the rules of all findings, with their examples."""
    unknown: tuple[Unknown, ...] = ()
    """What this report lacks beside what the scan's own coverage says."""
