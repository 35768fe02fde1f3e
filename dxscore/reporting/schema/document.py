"""The published shape `dxscore-schema/v1` of a SchemaReport, explained in docs/schema.md.

`schema` is the schema of the database here, so the name of the shape stands in `shape`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.finding import Status
from dxscore.domain.severity import Confidence, Severity
from dxscore.reporting.document import (
    Count,
    Date,
    Fact,
    Line,
    Owner,
    Path,
    RuleEntry,
    RuleId,
    SkipEntry,
    Tool,
    UnknownEntry,
)

SHAPE: Final = "dxscore-schema/v1"
_Percent = Annotated[float | None, Meta(description="null where nothing is promised.")]


class ColumnEntry(Struct, frozen=True):
    """One column."""

    name: str
    type: Annotated[str, Meta(description="Rails' word.")]
    null: bool
    default: Annotated[Fact, Meta(description="A literal, or the text of an expression.")]
    limit: int | None


class IndexEntry(Struct, frozen=True):
    """One index, or a unique constraint."""

    name: str
    columns: Annotated[list[str], Meta(description="Columns and texts of expressions, in order.")]
    unique: bool
    where: str


class ForeignKeyEntry(Struct, frozen=True):
    """One foreign key."""

    name: str
    columns: list[str]
    to_table: str
    to_columns: list[str]
    on_delete: str
    validated: bool


class TableEntry(Struct, frozen=True):
    """One table."""

    name: str
    database: str
    path: Path
    line: Line
    models: list[str]
    primary_key: list[str]
    columns: list[ColumnEntry]
    indexes: list[IndexEntry]
    foreign_keys: list[ForeignKeyEntry]
    checks: list[str]


class ShareEntry(Struct, frozen=True):
    """How much of what is promised is guaranteed."""

    promised: Count
    kept: Count
    percent: _Percent


class CoveredEntry(Struct, frozen=True):
    """The shares of a model or an owner."""

    name: str
    owner: Owner
    promised: Count
    kept: Count
    percent: _Percent
    aspects: dict[str, ShareEntry]


class CoverageEntry(Struct, frozen=True):
    """What models promise of rows, and how much of it the database guarantees."""

    promised: Count
    kept: Count
    percent: _Percent
    aspects: dict[str, ShareEntry]
    models: list[CoveredEntry]
    owners: list[CoveredEntry]


class SchemaFindingEntry(Struct, frozen=True):
    """One gap that a rule objects to."""

    rule: RuleId
    model: Annotated[str, Meta(description="'' for a table without one.")]
    table: str
    columns: list[str]
    path: Path
    line: Line
    severity: Severity
    confidence: Confidence
    status: Status
    owner: Owner
    name: Annotated[str, Meta(description="Of the index, association or attribute, '' for none.")]
    message: str
    written: Annotated[str, Meta(description="path:line where the schema says so.")]
    steps: Annotated[list[str], Meta(description="Statements that put it right, in their order.")]
    fingerprint: Annotated[str, Meta(description="Identity that survives moved lines.")]


class SchemaEntry(Struct, frozen=True):
    """Schemas held against models."""

    tables: list[TableEntry]
    coverage: CoverageEntry
    findings: list[SchemaFindingEntry]


class UnreadEntry(Struct, frozen=True):
    """A statement of a schema that was not understood."""

    path: Path
    line: int
    text: str
    reason: str


class SchemaDocument(Struct, frozen=True):
    """The document."""

    shape: Literal["dxscore-schema/v1"]
    tool: Tool
    project: str
    commit: str
    dirty: bool
    as_of: Date
    ruleset: str
    schema: SchemaEntry
    unread: list[UnreadEntry]
    skipped: list[SkipEntry]
    unknown: list[UnknownEntry]
    rules: dict[str, RuleEntry]
