"""What stands between a project and a newer Rails or Ruby, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.gems import Block
from dxscore.domain.report import Provenance
from dxscore.domain.rule import Effect, Rule
from dxscore.domain.source import Location, Skip, Unknown

Framework: TypeAlias = Literal["rails", "ruby"]


class Target(Struct, frozen=True):
    """What is upgraded, to which minor series."""

    of: Framework
    series: str
    """'8.0'."""

    def __str__(self) -> str:
        """'Rails 8.0'."""
        return f"{self.of.capitalize()} {self.series}"


# What the code does


class Matter(StrEnum):
    """What a finding means for an upgrade, the most pressing first."""

    BLOCKER = "blocker"
    """The application does not boot or run."""
    TEST_BLOCKER = "test blocker"
    TOOL_BLOCKER = "tool blocker"
    """Scripts, CI or deployment."""
    SILENT_CHANGE = "silent change"
    """It runs on, with other results: to be read before the hop."""
    PENDING = "pending"
    """It warns by the end of the road and stops working later, or nobody has decided when."""
    LEFTOVER = "leftover"
    """A setting without a meaning."""
    GONE_ALREADY = "gone already"
    """The locked series has removed it: code that nothing runs, or that something brings back."""


class Obstacle(Struct, frozen=True):
    """One owner's findings of one rule, on one hop."""

    matter: Matter
    rule: str
    owner: str
    findings: tuple[Finding, ...]
    """Open ones, by place."""
    accepted: int = 0
    """Suppressed and exempt ones: they will break as well."""
    hours: float = 0
    """Of work, by the effort of the rule: small 1, medium 8, large 40 for each finding."""


class Hop(Struct, frozen=True):
    """One minor step of the way."""

    start: str
    """Series: '7.1'."""
    end: str
    """'7.2'."""
    version: str
    """Newest release of `end` that is known: what rules are judged with."""
    minimum_ruby: str = ""
    """Of that release; '' on the way to a newer Ruby, or when unknown."""
    obstacles: tuple[Obstacle, ...] = ()
    """The most pressing first, then the dearest."""


# What the gems do


class GemObstacle(Struct, frozen=True):
    """A locked gem that does not accept the target, or is suspected not to."""

    gem: str
    version: str
    path: str
    """The lockfile."""
    line: int
    block: Block
    owner: str

    @property
    def way_out(self) -> str:
        """What to do about it, for people."""
        block = self.block
        if block.state == "suspected":
            return "try it: its requirements allow it"
        if block.opens is None:
            return "no released version accepts it" if block.move == "no version" else "find a version that accepts it"
        if block.move == "edit Gemfile":
            return f"allow {block.opens} in the Gemfile"
        if block.parents:
            return f"{block.opens} accepts it, after {', '.join(block.parents)}"
        return f"update it to {block.opens} or later"


# What the framework defaults do (dxscore/upgrade/defaults.py)


class Default(StrEnum):
    """Where a setting that `load_defaults` switches stands."""

    TAKEN = "taken"
    """The new value holds."""
    OPEN = "open"
    """The old value holds because `load_defaults` has not come so far."""
    REFUSED = "refused"
    """The old value is set on purpose."""
    UNKNOWN = "unknown"
    """The value is computed."""


class DefaultSetting(Struct, frozen=True):
    """One setting that `load_defaults` switches, between legacy and the target."""

    key: str
    """'active_record.belongs_to_required_by_default'."""
    series: str
    """Whose `load_defaults` switches it: '5.0'."""
    state: Default
    new: str
    """Ruby source of the new value, '' when it is more than one expression."""
    legacy: str
    value: str = ""
    """Ruby source as written in the project, '' when only `load_defaults` decides."""
    risk: str = ""
    """Of keeping the old value: 'high', 'medium', 'low'."""
    meaning: str = ""
    places: tuple[Location, ...] = ()
    """Where the project sets it; the last one wins."""


Claim: TypeAlias = Literal["claimed", "commented", "refused", "stale", "without effect"]


class DefaultLine(Struct, frozen=True):
    """A line about one setting in config/initializers/new_framework_defaults_*.rb."""

    location: Location
    key: str
    claim: Claim
    """'claimed': sets the new value; 'commented': still to do; 'refused': sets the old one; 'stale': `load_defaults`
    says the same already; 'without effect': read too late, or a key that is gone."""


class DefaultsGap(Struct, frozen=True):
    """What `load_defaults` says beside what the lockfile says."""

    rails: str
    """Locked series, '' when unknown."""
    load_defaults: str
    """Series, '' when it is not called or its argument is computed."""
    place: Location | None
    """Of the call."""
    settings: tuple[DefaultSetting, ...] = ()
    """Of all series up to the target, oldest first."""
    lines: tuple[DefaultLine, ...] = ()
    unknown: tuple[Unknown, ...] = ()


# How long things last, and where two bundles stand


Phase: TypeAlias = Literal["supported", "security fixes only", "ended", "unreleased", "unknown"]


class Lifetime(Struct, frozen=True):
    """Until when a series of Rails or Ruby is looked after; None is unknown."""

    of: Framework
    series: str
    bug_fixes_until: date | None
    """Last day."""
    security_until: date | None
    days_left: int | None
    """Of security fixes on the report's day; negative when over."""
    phase: Phase
    certain: bool = True
    """False when the date is derived from a policy or expected."""
    minimum_ruby: str = ""
    """Of a Rails series."""


class Drift(Struct, frozen=True):
    """A gem that two lockfiles hold in different versions; '' where it is missing."""

    gem: str
    current: str
    next: str
    expected: bool
    """Whether Rails itself explains it: one of its gems, or one that needs them."""


class DualBoot(Struct, frozen=True):
    """Whether the project can start on two versions, and how far that has come."""

    tool: str
    """'next_rails', 'bootboot', 'Gemfile.next', '' for none."""
    manifest: str = ""
    """Path of the second Gemfile."""
    lockfile: str = ""
    """Path of the second lockfile."""
    current: str = ""
    """Version of Rails in the first lockfile."""
    next: str = ""
    drift: tuple[Drift, ...] = ()
    conditionals: tuple[Location, ...] = ()
    """Places that ask which version runs: `if Rails.version >= ...`, `NextRails.next?`, `ENV["DEPENDENCIES_NEXT"]`."""
    tagged_errors: bool | None = None
    """Whether error reports say which version they come from; None when no error reporter is known."""
    problems: tuple[Unknown, ...] = ()


# What other tools have recorded


class Recorded(Struct, frozen=True):
    """Deprecation warnings that a tool keeps in one file, counted by message."""

    path: str
    tool: Literal["deprecation_toolkit", "next_rails"]
    owner: str
    warnings: int
    messages: tuple[str, ...] = ()
    """The most frequent, shortened."""


class FileResults(Struct, frozen=True):
    """Results of the tests of one file under the next version."""

    path: str
    owner: str
    passed: int
    failed: int
    pending: int


class Recordings(Struct, frozen=True):
    """Everything that tools of the project have recorded."""

    recorded: tuple[Recorded, ...] = ()
    tests: tuple[FileResults, ...] = ()
    unknown: tuple[Unknown, ...] = ()


# What it comes to


class Change(Struct, frozen=True):
    """A known change of the framework, whether or not a rule can see it."""

    id: str
    what: str
    """Names of API."""
    deprecated_in: str
    removed_in: str
    effect: Effect
    rule: str = ""
    """Id of the rule that finds it, '' for none: to be reviewed by hand."""


class Readiness(Struct, frozen=True):
    """One part of what must be clear. docs/upgrade.md says what counts."""

    part: str
    """'removed API', 'gems', 'Ruby', 'tests' ..."""
    clear: int
    blocked: int
    unknown: int

    @property
    def total(self) -> int:
        """Everything that must be clear."""
        return self.clear + self.blocked + self.unknown


class Step(Struct, frozen=True):
    """Something one team can do next."""

    owner: str
    text: str
    hours: float
    hop: str
    """Series it is needed for."""
    rule: str = ""
    places: tuple[Location, ...] = ()
    """The first few."""
    count: int = 0
    """Of all places."""


class Allowances(Struct, frozen=True):
    """One owner's open findings of the upgrade-allowances rules, as the project is locked now."""

    owner: str
    by_rule: Mapping[str, int]


class UpgradeReport(Struct, frozen=True):
    """The result of `dxscore upgrade`."""

    provenance: Provenance
    locked: str
    """Version of what is upgraded, as locked."""
    ruby: str
    """Locked Ruby, '' when unknown."""
    target: Target
    hops: tuple[Hop, ...]
    gems: tuple[GemObstacle, ...]
    lifetimes: tuple[Lifetime, ...]
    """Locked Rails and Ruby, then the series of the hops."""
    defaults: DefaultsGap | None
    """None on the way to a newer Ruby."""
    dual_boot: DualBoot
    recordings: Recordings
    by_hand: tuple[Change, ...]
    """Known changes of the hops that no rule sees."""
    allowances: tuple[Allowances, ...]
    readiness: tuple[Readiness, ...]
    steps: Mapping[str, tuple[Step, ...]]
    """Owner -> the first few, in order; the owner with most to do first."""
    rules: Mapping[str, Rule]
    skipped: tuple[Skip, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def percent(self) -> int | None:
        """Clear checks of all checks, unknown ones too, rounded down; None without any."""
        total = sum(part.total for part in self.readiness)
        return 100 * sum(part.clear for part in self.readiness) // total if total else None
