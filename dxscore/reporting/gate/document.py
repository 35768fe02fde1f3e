"""The published shape `dxscore-gate/v1` of a GateReport, apart from `domain` so that either may change alone.

What a scan's document (`reporting/document.py`) has too looks the same here. Explained in docs/gate-outputs.md.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.gate import Change, Ruling
from dxscore.domain.verdict import Verdict
from dxscore.reporting.document import (
    Count,
    Date,
    FailureEntry,
    FindingEntry,
    Owner,
    Path,
    RuleEntry,
    SkipEntry,
    Tool,
    UnknownEntry,
)

SCHEMA: Final = "dxscore-gate/v1"


class SideEntry(Struct, frozen=True, gc=False):
    """One end of the change."""

    name: Annotated[str, Meta(description="What was asked for: 'origin/main', 'HEAD', 'staged changes', 'work tree'.")]
    commit: Annotated[str, Meta(description="Full id, '' for what is not committed.")]
    findings: Annotated[int, Meta(description="Open findings in all.", ge=0)]


class JudgedEntry(Struct, frozen=True):
    """A finding that the change adds or makes worse, under the policy."""

    change: Change
    ruling: Ruling
    reason: Annotated[str, Meta(description="Which line of the policy decided.")]
    cause: Annotated[str, Meta(description="Why it is new although its lines were not touched, '' otherwise.")]
    finding: FindingEntry
    before: Annotated[FindingEntry | None, Meta(description="Its counterpart in the base; null for a new one.")]


class PlaceEntry(Struct, frozen=True, gc=False):
    """A line that something points to."""

    path: Path
    line: Annotated[int, Meta(description="Counts from 1; 0 for the file as a whole.", ge=0)]
    text: str


class StatementEntry(Struct, frozen=True):
    """A verdict of a whole dimension about the change."""

    dimension: str
    title: str
    ruling: Ruling
    reasons: list[PlaceEntry]
    verdict: Annotated[
        Verdict | None,
        Meta(description="Of dimension migrations: can the change be rolled back? null for others."),
    ]


class MeasureEntry(Struct, frozen=True, gc=False):
    """A number about the whole project that changed."""

    name: str
    unit: str
    better: Literal["lower", "higher"]
    before: float | None
    after: float | None
    ruling: Ruling


class LimitEntry(Struct, frozen=True):
    """A ratchet or budget that is not kept, or was just reached."""

    kind: Literal["ratchet", "budget"]
    rules: Annotated[list[str], Meta(description="Globs of rule ids.")]
    owner: Annotated[str, Meta(description="'' for all owners together.")]
    before: Count
    after: Count
    at_most: Annotated[int | None, Meta(description="The budget; null for a ratchet.")]
    ruling: Ruling


class NoteEntry(Struct, frozen=True):
    """Something a reviewer should know that is no finding."""

    kind: Literal["policy", "environment", "suppression", "coverage"]
    title: str
    places: list[PlaceEntry]
    ruling: Ruling
    advice: str


class GateDocument(Struct, frozen=True):
    """The result of one gate."""

    schema: Annotated[Literal["dxscore-gate/v1"], Meta(description="Name of this shape.")]
    tool: Tool
    project: Annotated[str, Meta(description="Name of the judged folder.")]
    as_of: Annotated[Date, Meta(description="The day that ages and expiry dates are measured against.")]
    ruleset: Annotated[str, Meta(description="Digest of the rules in force.")]
    ruling: Annotated[Ruling, Meta(description="The verdict: the worst of all rulings below.")]
    base: Annotated[SideEntry, Meta(description="The merge base.")]
    head: SideEntry
    changed_files: Count
    entries: Annotated[list[JudgedEntry], Meta(description="New and worse findings, suppressed ones too; worst first.")]
    fixed: Annotated[list[FindingEntry], Meta(description="Findings that only the base has.")]
    unchanged: Annotated[int, Meta(description="Findings on both sides; `dxscore scan` lists them.", ge=0)]
    statements: list[StatementEntry]
    limits: list[LimitEntry]
    measures: list[MeasureEntry]
    notes: list[NoteEntry]
    points: Annotated[dict[str, float], Meta(description="Dimension -> change of open debt points.")]
    notify: Annotated[list[Owner], Meta(description="Handles of the owners of what stops.")]
    skipped: list[SkipEntry]
    unknown: list[UnknownEntry]
    failures: list[FailureEntry]
    rules: Annotated[dict[str, RuleEntry], Meta(description="Rules of the findings above, by id, sorted.")]
