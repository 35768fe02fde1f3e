"""Gems as plain values: what is locked and asked for, what could be had, what is wrong with it, what to do first.

Versions and requirements are texts here, as RubyGems writes them; dxscore/rubygems knows how they compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct, field

SourceKind: TypeAlias = Literal["server", "git", "path", "plugin"]
"""Where a gem comes from: a gem server, a git repository, a folder, a Bundler plugin."""
Band: TypeAlias = Literal["critical", "high", "medium", "low", "unscored"]
"""Severity of an advisory; without a score it is 'unscored', never 'low'."""


# What is there: lockfile and Gemfile


class Needed(Struct, frozen=True):
    """A gem that something asks for."""

    name: str
    requirement: str = ">= 0"
    """Clauses joined by ', '."""


class GemSource(Struct, frozen=True):
    """Where a gem comes from, fit to be printed: no credentials."""

    kind: SourceKind = "server"
    place: str = ""
    """URL of the server or repository, or folder; '' for the default server."""
    revision: str = ""
    """Full commit id of a git source."""
    branch: str = ""
    ref: str = ""
    tag: str = ""


class LockedGem(Struct, frozen=True):
    """One gem of a lockfile: all its rows (one per platform) together."""

    name: str
    version: str
    """The oldest, should a bad merge have left several."""
    source: GemSource = GemSource()
    platforms: tuple[str, ...] = ()
    """As written; '' for the plain Ruby gem."""
    needs: tuple[Needed, ...] = ()
    """Runtime dependencies, of all rows together."""
    line: int = 1
    """Of its first row."""


class DirectGem(Struct, frozen=True):
    """One `gem` call of a Gemfile (or of a file it evaluates), or a gemspec's dependency."""

    name: str
    path: str
    """File it stands in, from the root."""
    line: int
    end_line: int
    requirement: tuple[str, ...] = ()
    """One text per clause; () when none is written."""
    groups: tuple[str, ...] = ("default",)
    platforms: tuple[str, ...] = ()
    source: GemSource = GemSource()
    """As the Gemfile says it; no revision."""
    requires: tuple[str, ...] | None = None
    """Values of `require:`: None when absent, () for `require: false`."""
    comment_before: str = ""
    """Comment lines right above, word for word, without `#`, joined by newlines."""
    comment_after: str = ""
    conditions: tuple[str, ...] = ()
    """What must hold for the call to be made (`if ENV["CI"]`, `unless next?`), outermost first."""
    computed: bool = False
    """Whether a part that matters is not a literal, and so unknown here."""
    boot: Literal["", "current", "next"] = ""
    """Of two bundles that a project is upgraded with (`if next?`): the one it is only in; '' for both."""


class LockProblem(Struct, frozen=True):
    """Something wrong with a lockfile, or with a Gemfile beside it."""

    path: str
    line: int
    problem: str
    """Short and stable: 'conflict', 'not locked', 'dropped line', 'byte order mark', 'two versions' ..."""
    detail: str
    """One sentence for people."""
    gem: str = ""


class Bundle(Struct, frozen=True):
    """A Gemfile and its lockfile."""

    manifest: str
    """Path of the Gemfile or gems.rb, '' when there is none."""
    lockfile: str
    """Path of the lockfile, '' when there is none that can be used."""
    locked: Mapping[str, LockedGem] = field(default_factory=dict)
    """By name."""
    direct: tuple[DirectGem, ...] = ()
    """In the order written; a gem in two branches of a condition stands here twice."""
    asked: tuple[Needed, ...] = ()
    """Rows of DEPENDENCIES: what Bundler resolved for."""
    platforms: tuple[str, ...] = ()
    ruby: str = ""
    """Locked or pinned version of the language, '' when unknown."""
    bundler: str = ""
    remotes: tuple[str, ...] = ()
    """Gem servers, in order, without credentials."""
    problems: tuple[LockProblem, ...] = ()


# What could be had: gem servers and advisory databases


class Release(Struct, frozen=True):
    """One version of a gem for one platform, as its server lists it."""

    version: str
    platform: str = ""
    """'' for the plain Ruby gem."""
    released: date | None = None
    """None when its source has no dates."""
    ruby: str = ">= 0"
    """Ruby it needs."""
    rubygems: str = ">= 0"
    needs: tuple[Needed, ...] = ()
    yanked: bool = False
    checksum: str = ""
    """SHA-256 of the .gem file, hex."""


class FigureSource(Struct, frozen=True):
    """Where figures come from and how old they are."""

    source: str
    """'snapshot (.dxscore/gems.json)', "Bundler's cache", 'advisory database (../ruby-advisory-db)' ..."""
    taken: date | None = None
    """None when the source does not tell."""


class GemIndex(Protocol):
    """Releases of gems, read from whatever is at hand; None always means unknown, never 'no releases'."""

    @property
    def evidence(self) -> FigureSource | None:
        """None when nothing is at hand."""

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """All releases, yanked ones too where the source knows them, oldest first."""


class Advisory(Struct, frozen=True):
    """A known weakness that one version of a gem has."""

    gem: str
    """'ruby' for the language itself."""
    id: str
    """File name in the database: CVE-..., GHSA-..."""
    title: str = ""
    url: str = ""
    published: date | None = None
    band: Band = "unscored"
    score: float | None = None
    """CVSS, the newest version of it that the entry has."""
    patched: tuple[str, ...] = ()
    """Requirements, any of which is enough; () when nothing is fixed."""
    platform: str = ""
    """'jruby' when only that engine is affected."""
    exploited: bool = False
    """Listed as known to be exploited."""
    exploit_probability: float | None = None
    """EPSS, 0 to 1."""
    aliases: tuple[str, ...] = ()
    """All names of it, its id among them."""


class AdvisoryBook(Protocol):
    """Advisories of gems; None always means unknown."""

    @property
    def evidence(self) -> FigureSource | None:
        """None when there is no database at hand."""

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        """Those that hold for this version of the gem (or of 'ruby'), oldest first; () when it is clean."""


# What it comes to: units, parts, priority


class Unit(Struct, frozen=True):
    """What is upgraded at once: a gem, or a release train such as Rails'."""

    name: str
    """Of the gem, or of the train ('rails', 'aws-sdk')."""
    gems: tuple[str, ...]
    """The one the train is named after first, if it is locked."""

    @property
    def is_train(self) -> bool:
        """Whether several gems move together."""
        return len(self.gems) > 1


Step: TypeAlias = Literal["none", "patch", "minor", "major", "backwards"]


class Lag(Struct, frozen=True):
    """How far a locked version is behind; each figure is None when unknown."""

    newest: str | None = None
    """Newest release that is no prerelease and suits the project's Ruby and platforms."""
    locked_on: date | None = None
    newest_on: date | None = None
    libyears: float | None = None
    """Years between both, never less than 0."""
    releases: int | None = None
    """Versions in between, the newest counted."""
    step: Step | None = None
    """First place in which both differ; 'backwards' when the newest is lower than the locked."""


BlockState: TypeAlias = Literal["no", "declared", "suspected"]
Move: TypeAlias = Literal["", "lock update", "edit Gemfile", "parent first", "no version", "unknown"]
"""How the version that opens the target can be had."""


class Block(Struct, frozen=True):
    """What stands between a gem and the target series of Rails."""

    state: BlockState
    reason: str = ""
    """'needs activesupport < 7.2.0'."""
    allows: tuple[str, ...] = ()
    """Releases of the target that the locked version accepts, when it is some and not all."""
    opens: str | None = None
    """Least newer version that accepts the target, None when there is none or nobody knows."""
    move: Move = ""
    parents: tuple[str, ...] = ()
    """Gems whose requirement forbids that version."""


class Part(Struct, frozen=True):
    """One of the five named contributions to a value."""

    name: str
    """'security', 'blocks', 'lag', 'maintenance', 'exposure'."""
    points: float
    cap: float
    known: bool
    """False when there is no evidence: points are 0 then and the confidence is lower by the cap."""
    sentence: str


class WorkList(StrEnum):
    """Which list a unit stands in."""

    NOW = "now"
    PLAN = "plan"
    WATCH = "watch"


class Effort(Struct, frozen=True):
    """What an upgrade costs, 0 to 1."""

    size: float
    command: str
    """`bundle update NAME --conservative`, or what to do instead."""
    target: str | None
    """Version that settles what is wrong; None when none does or nobody knows."""
    reasons: tuple[str, ...] = ()


class Priority(Struct, frozen=True):
    """Why and how soon."""

    value: float
    """0 to 100: sum of the parts."""
    rank: float
    """Value, less for what is costly: what units are sorted by."""
    list: WorkList
    confidence: float
    """0 to 1: share of the caps that is known."""
    parts: tuple[Part, ...]


class RegisterEntry(Struct, frozen=True):
    """Why a direct gem is here and who looks after it; '' when nobody says."""

    reason: str = ""
    reason_from: str = ""
    """'comment at Gemfile:12', 'dxscore.toml', ''."""
    owner: str = ""
    owner_from: str = ""


class GemState(Struct, frozen=True):
    """Everything known of one locked or direct gem."""

    name: str
    locked: LockedGem | None
    """None for a direct gem without a row in the lockfile."""
    direct: DirectGem | None
    """None for one that only other gems need."""
    lag: Lag
    advisories: tuple[Advisory, ...] | None
    users: tuple[str, ...] | None
    """Application files that name it; None when not looked for."""
    parents: tuple[str, ...]
    """Gems that need it."""
    entry: RegisterEntry = RegisterEntry()
    block: Block = Block("no")
    pulled_by: tuple[str, ...] = ()
    """Direct gems that need it, however far away."""
    production: bool = True
    """Whether something needs it outside of development and test."""
    halted: bool | None = None
    """Whether nobody releases it any more; None when unknown."""
    accepted: tuple[Advisory, ...] = ()
    """Open advisories that the project has accepted; they are not among `advisories`."""
    yanked: bool | None = None
    """Whether its server has withdrawn the locked version; None when unknown."""


class RankedUnit(Struct, frozen=True):
    """A unit and what to do about it."""

    unit: Unit
    gems: tuple[GemState, ...]
    priority: Priority
    effort: Effort


class Moving(Struct, frozen=True):
    """A gem that has to move."""

    name: str
    before: str
    """'' for one that is not locked yet."""
    after: str
    edit: bool = False
    """Whether the Gemfile must be edited to allow it."""


class Way(Struct, frozen=True):
    """Whether all gems together can be had with the target, by the releases that are known."""

    state: Literal["found", "none", "undecided"]
    moves: tuple[Moving, ...] = ()
    """All that differs from the lockfile, Rails first."""
    alone: tuple[str, ...] = ()
    """When there is none: the direct gems that can't be had with the target even by themselves."""
    unknown: tuple[str, ...] = ()
    """Gems that come in anew and of which no releases are known: they were taken to fit."""


class GemReport(Struct, frozen=True):
    """The result of `dxscore gems`."""

    project: str
    as_of: date
    bundle: Bundle
    target: str
    """Series that upgrades should open: 'rails 7.2'; '' when the project has no Rails."""
    units: tuple[RankedUnit, ...]
    """By rank, highest first."""
    evidence: tuple[FigureSource, ...]
    unknown: tuple[str, ...]
    """What can't be said, and why: one sentence each."""
    focus: str = ""
    """The gem that the report is about, '' for all of them; then `units` has its unit alone."""
    chains: tuple[tuple[str, ...], ...] = ()
    """How direct gems pull in the gem in focus: a shortest chain for each, the shortest first."""
    runtime: tuple[str, ...] = ()
    """What is known against Ruby and Bundler themselves: one sentence each."""
    way: Way | None = None
    """To the target, when one was asked for."""


def direct_by_name(direct: Iterable[DirectGem]) -> Mapping[str, DirectGem]:
    """The first call for each gem."""
    found: dict[str, DirectGem] = {}
    for gem in direct:
        found.setdefault(gem.name, gem)
    return found
