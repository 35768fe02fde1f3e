"""The published shape `dxscore-upgrade/v1` of an UpgradeReport, apart from `domain` so that either may change alone.

What a scan's document (`reporting/document.py`) has too looks the same here. Explained in docs/upgrade.md.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.rule import Effect
from dxscore.domain.upgrade import Claim, Default, Matter, Phase
from dxscore.reporting.document import Count, Date, FindingEntry, Owner, Path, RuleEntry, SkipEntry, Tool, UnknownEntry

SCHEMA: Final = "dxscore-upgrade/v1"
Series = Annotated[str, Meta(description="Minor series such as '7.1'.")]
Hours = Annotated[float, Meta(description="Of work, by the effort that rules name: 1, 8 or 40 for a finding.", ge=0)]


class PlaceEntry(Struct, frozen=True, gc=False):
    """A line."""

    path: Path
    line: Annotated[int, Meta(description="Counts from 1.", ge=0)]


class TargetEntry(Struct, frozen=True, gc=False):
    """What is upgraded, from where to where."""

    of: Literal["rails", "ruby"]
    locked: Annotated[str, Meta(description="Version in the lockfile.")]
    series: Series


class PartEntry(Struct, frozen=True, gc=False):
    """One part of what must be clear."""

    part: str
    clear: Count
    blocked: Count
    unknown: Count


class ReadinessEntry(Struct, frozen=True):
    """Clear checks of all checks, unknown ones too."""

    percent: Annotated[int | None, Meta(description="Rounded down; null without any check.")]
    parts: list[PartEntry]


class ObstacleEntry(Struct, frozen=True):
    """One owner's findings of one rule."""

    matter: Matter
    rule: str
    owner: Owner
    hours: Hours
    accepted: Annotated[int, Meta(description="Suppressed and exempt findings beside the open ones.", ge=0)]
    findings: list[FindingEntry]


class HopEntry(Struct, frozen=True):
    """One minor step."""

    start: Series
    end: Series
    version: Annotated[str, Meta(description="Release that rules were judged with.")]
    minimum_ruby: str
    obstacles: list[ObstacleEntry]


class GemEntry(Struct, frozen=True):
    """A locked gem that refuses the target, or may."""

    gem: str
    version: str
    path: Path
    line: Count
    owner: Owner
    state: Literal["no", "declared", "suspected"]
    reason: str
    opens: Annotated[str | None, Meta(description="Least newer version that accepts it; null when none is known.")]
    move: Annotated[str, Meta(description="How that version can be had, '' when it is not needed.")]
    parents: Annotated[list[str], Meta(description="Gems that forbid that version.")]


class LifetimeEntry(Struct, frozen=True, gc=False):
    """Until when a series is looked after."""

    of: Literal["rails", "ruby"]
    series: Series
    phase: Phase
    bug_fixes_until: Date | None
    security_until: Date | None
    days_left: int | None
    certain: bool
    minimum_ruby: str


class SettingEntry(Struct, frozen=True):
    """A setting that `load_defaults` switches."""

    key: str
    series: Series
    state: Default
    new: str
    legacy: str
    value: str
    risk: str
    meaning: str
    places: list[PlaceEntry]


class DefaultLineEntry(Struct, frozen=True, gc=False):
    """A line of new_framework_defaults_*.rb."""

    path: Path
    line: Count
    key: str
    claim: Claim


class DefaultsEntry(Struct, frozen=True):
    """`load_defaults` beside the lockfile."""

    rails: str
    load_defaults: str
    settings: list[SettingEntry]
    lines: list[DefaultLineEntry]
    unknown: list[UnknownEntry]


class DriftEntry(Struct, frozen=True, gc=False):
    """A gem in two versions."""

    gem: str
    current: str
    next: str
    expected: bool


class DualBootEntry(Struct, frozen=True):
    """How far two versions can be run side by side."""

    tool: str
    manifest: str
    lockfile: str
    current: str
    next: str
    drift: list[DriftEntry]
    conditionals: list[PlaceEntry]
    tagged_errors: bool | None
    problems: list[UnknownEntry]


class RecordedEntry(Struct, frozen=True):
    """Deprecation warnings that a tool of the project has recorded."""

    path: Path
    tool: Literal["deprecation_toolkit", "next_rails"]
    owner: Owner
    warnings: Count
    messages: list[str]


class TestsEntry(Struct, frozen=True, gc=False):
    """Results of one test file under the next version."""

    path: Path
    owner: Owner
    passed: Count
    failed: Count
    pending: Count


class ChangeEntry(Struct, frozen=True, gc=False):
    """A known change that no rule sees."""

    id: str
    what: str
    deprecated_in: str
    removed_in: str
    effect: Effect


class StepEntry(Struct, frozen=True):
    """Something one team can do next."""

    text: str
    hop: Series
    hours: Hours
    rule: str
    count: Annotated[int, Meta(description="Of places; 0 for what has none.", ge=0)]
    places: list[PlaceEntry]


class OwnerSteps(Struct, frozen=True):
    """All steps of one owner, in order."""

    owner: Owner
    hours: Hours
    steps: list[StepEntry]


class AllowancesEntry(Struct, frozen=True):
    """What one owner's code lets pass, as locked now."""

    owner: Owner
    by_rule: dict[str, int]


class UpgradeDocument(Struct, frozen=True):
    """What stands between a project and the target."""

    schema: Annotated[Literal["dxscore-upgrade/v1"], Meta(description="Name of this shape.")]
    tool: Tool
    project: str
    commit: str
    dirty: bool
    as_of: Date
    ruleset: str
    ruby: Annotated[str, Meta(description="Locked, '' when unknown.")]
    target: TargetEntry
    readiness: ReadinessEntry
    hops: list[HopEntry]
    gems: list[GemEntry]
    lifetimes: list[LifetimeEntry]
    defaults: DefaultsEntry | None
    dual_boot: DualBootEntry
    recorded: list[RecordedEntry]
    tests: list[TestsEntry]
    by_hand: list[ChangeEntry]
    allowances: list[AllowancesEntry]
    steps: Annotated[list[OwnerSteps], Meta(description="The owner with most hours first.")]
    skipped: list[SkipEntry]
    unknown: list[UnknownEntry]
    rules: dict[str, RuleEntry]
