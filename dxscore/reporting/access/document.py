"""The published shape `dxscore-access/v1` of an AccessReport, apart from `domain` so that either may change alone.

Explained in docs/access.md.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from dxscore.domain.golden_path import Stance
from dxscore.reporting.document import Count, Owner, Path, Tool

SCHEMA: Final = "dxscore-access/v1"
Way = Annotated[list[str], Meta(description="`file:line` of each call, from the entry point to the line that does it.")]
At = Annotated[int, Meta(description="Counts from 1.", ge=0)]


class EffectEntry(Struct, frozen=True, omit_defaults=True):
    """One thing done outside of the process."""

    path: Way
    phase: str
    table: str = ""
    """Of reads and writes; '?' when it is unknown."""
    target: str = ""
    """Of others: a job, a mail, a library."""
    op: str = ""
    loop: bool = False
    bulk: bool = False
    locked: bool = False
    raw: bool = False
    in_transaction: bool = False
    explicit: bool = False
    after_commit: bool = False
    covered: list[str] = []
    guessed: bool = False


class UnresolvedEntry(Struct, frozen=True):
    """A call that could not be followed."""

    name: str
    path: Path
    line: At


class EvidenceEntry(Struct, frozen=True):
    """Why it has its pattern."""

    attributes: dict[str, str | int | float | bool | None]
    path: Annotated[str, Meta(description="`file:line -> file:line`, '' for none.")]


class EntryPointEntry(Struct, frozen=True):
    """One entry point with its profile."""

    kind: str
    name: str
    path: Path
    line: At
    end_line: At
    owner: Owner
    routed: bool
    routes: Annotated[list[str], Meta(description="Paths that lead to it.")]
    verbs: list[str]
    framework: str
    pattern: str
    stance: Stance
    exempt: Annotated[str, Meta(description="Reason of the exemption, '' without one.")]
    unknown: Annotated[str, Meta(description="Why the profile can't be believed, '' if it can.")]
    reads: list[EffectEntry]
    writes: list[EffectEntry]
    transaction: Annotated[list[EffectEntry], Meta(description="Transactions opened explicitly.")]
    raw_sql: list[EffectEntry]
    n_plus_one: list[EffectEntry]
    enqueues: list[EffectEntry]
    mails: list[EffectEntry]
    http: list[EffectEntry]
    cache: list[EffectEntry]
    others: Annotated[list[EffectEntry], Meta(description="Redis, search, files, processes.")]
    calls: Count
    unresolved: list[UnresolvedEntry]
    files: list[Path]
    evidence: EvidenceEntry


class PatternEntry(Struct, frozen=True):
    """One pattern of the golden path."""

    name: str
    title: str
    stance: Stance
    entry_points: Count


class MatrixEntry(Struct, frozen=True):
    """One owner."""

    owner: Owner
    entry_points: Count
    golden: Count
    tolerated: Count
    off: Count
    unknown: Count


class UnreadEntry(Struct, frozen=True):
    """A place whose routes are not known."""

    path: Path
    line: At
    what: str
    reason: str


class RoutesEntry(Struct, frozen=True):
    """How much of the routes could be used."""

    routes: Count
    routed_actions: Count
    found_actions: Count
    unread: list[UnreadEntry]


class GoldenPathEntry(Struct, frozen=True):
    """By what patterns were told."""

    origin: str
    digest: str
    patterns: list[PatternEntry]


class AccessDocument(Struct, frozen=True):
    """The whole report."""

    schema: str
    tool: Tool
    project: str
    commit: str
    golden_path: GoldenPathEntry
    routes: RoutesEntry
    matrix: list[MatrixEntry]
    entry_points: list[EntryPointEntry]
