"""The published shape `dxscore-migrations/v1` of a MigrationReport, explained in docs/migrations.md."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.finding import Status
from dxscore.domain.rollback import Affected, RollbackKind, Side
from dxscore.domain.severity import Severity
from dxscore.domain.verdict import Verdict
from dxscore.reporting.document import Count, Date, Fact, Path, RuleEntry, RuleId, SkipEntry, Tool, UnknownEntry

SCHEMA: Final = "dxscore-migrations/v1"
Way = Literal["up", "down", ""]


class MigrationFinding(Struct, frozen=True):
    """Something to know about one statement, or about the whole file."""

    rule: RuleId
    line: Annotated[int, Meta(description="Counts from 1.", ge=1)]
    direction: Annotated[Way, Meta(description="'' for what is about the whole file.")]
    severity: Annotated[Severity, Meta(description="major and worse make a direction unsafe.")]
    status: Annotated[Status, Meta(description="Only open ones count for a verdict.")]
    message: str
    fix: Annotated[str, Meta(description="The safe way.")]
    fingerprint: Annotated[str, Meta(description="Identity that survives moved lines.")]
    evidence: dict[str, Fact]


class Ways(Struct, frozen=True):
    """Verdicts by direction."""

    up: Verdict
    down: Verdict


class MigrationEntry(Struct, frozen=True, rename={"name": "class"}):
    """One file."""

    path: Path
    version: Annotated[str, Meta(description="Digits of the file name, '' when it has none.")]
    name: str
    verdict: Annotated[Verdict, Meta(description="Of going up: what a deployment does.")]
    verdicts: Ways
    statements: Annotated[Count, Meta(description="Going up.")]
    findings: list[MigrationFinding]


class ReasonEntry(Struct, frozen=True):
    """Something to know before the change is rolled back."""

    kind: RollbackKind
    verdict: Annotated[Verdict, Meta(description="Its own; safe for what is only good to know.")]
    affects: Annotated[
        Affected,
        Meta(
            description="release: the previous release is put back, migrations stay; schema: migrations are taken back."
        ),
    ]
    path: Path
    line: Annotated[int, Meta(description="Counts from 1.", ge=1)]
    side: Annotated[Side, Meta(description="The end of the change in which path and line are.")]
    message: str
    fix: Annotated[str, Meta(description="What to do.")]


class RollbackWays(Struct, frozen=True):
    """Verdicts by what is rolled back."""

    release: Verdict
    schema: Verdict


class RollbackEntry(Struct, frozen=True):
    """Whether the change can be taken back once it is deployed."""

    verdict: Annotated[Verdict, Meta(description="The worse of both ways.")]
    verdicts: RollbackWays
    title: Annotated[str, Meta(description="The verdict in words.")]
    judged: Annotated[str, Meta(description="What there was to judge, in words; '' for nothing.")]
    reasons: Annotated[list[ReasonEntry], Meta(description="The worst first.")]


class MigrationsDocument(Struct, frozen=True):
    """The document."""

    schema: Literal["dxscore-migrations/v1"]
    tool: Tool
    project: str
    commit: str
    dirty: bool
    as_of: Date
    ruleset: str
    adapter: str
    database_version: Annotated[str, Meta(description="As configured, '' when it is not.")]
    schema_file: Annotated[str, Meta(description="The schema that they were judged with, '' for none.")]
    base: Annotated[str, Meta(description="What the change was compared with, '' without --base.")]
    judged: Annotated[str, Meta(description="In words: which migrations were judged.")]
    older: Annotated[Count, Meta(description="Migrations that were not judged.")]
    counts: dict[Verdict, int]
    rollback: Annotated[RollbackEntry | None, Meta(description="Of a change as a whole; null without --base.")]
    migrations: list[MigrationEntry]
    skipped: list[SkipEntry]
    unknown: list[UnknownEntry]
    rules: dict[str, RuleEntry]
