"""ScanReport -> Document: the published shape `dxscore/v1`, apart from `domain` so that either may change alone.

msgspec structs instead of dataclasses: 20,000 findings are made and encoded in a quarter of the time. The texts in
`Meta` are the descriptions of the JSON schema (`json_schema.py`), explained in docs/json.md.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.finding import Status
from dxscore.domain.rule import RuleState
from dxscore.domain.score import Outcome
from dxscore.domain.severity import Confidence, Severity

SCHEMA: Final = "dxscore/v1"

RuleId = Annotated[str, Meta(description="Rule id, a key of `rules`.")]
Path = Annotated[
    str, Meta(description="From the root of the scanned folder; bytes that are not UTF-8 are spelled `\\udcXX`.")
]
Owner = Annotated[str, Meta(description="Team name, 'unowned' for what nobody owns.")]
Line = Annotated[int, Meta(description="Counts from 1.", ge=1)]
Count = Annotated[int, Meta(ge=0)]
Points = Annotated[float, Meta(description="Debt points.", ge=0)]
Date = Annotated[str, Meta(description="ISO 8601 date.", pattern=r"^\d{4}-\d{2}-\d{2}$")]
Fact = str | int | float | bool | None


class Tool(Struct, frozen=True, gc=False):
    """The program that made the document."""

    name: str
    version: str


class FindingEntry(Struct, frozen=True):
    """One place where a rule holds."""

    rule: RuleId
    dimension: str
    severity: Severity
    confidence: Confidence
    state: Annotated[RuleState, Meta(description="Of the rule; findings of announced rules have no points yet.")]
    status: Annotated[Status, Meta(description="Suppressed and exempt findings have no points; `hidden` counts them.")]
    path: Path
    line: Line
    end_line: Line
    column: Annotated[int, Meta(description="Counts from 1.", ge=1)]
    message: str
    owner: Owner
    symbol: Annotated[str, Meta(description="Enclosing `Class#method`, `Class.method`, `Class` or ''.")]
    fingerprint: Annotated[str, Meta(description="Identity that survives moved lines.")]
    points: Annotated[float, Meta(description="What it adds to its scorecard.", ge=0)]
    evidence: Annotated[dict[str, Fact], Meta(description="What the rule measured or captured, by name.")]
    justification: Annotated[str, Meta(description="Why it is suppressed or exempt, '' when it is open.")]


class CheckEntry(Struct, frozen=True, gc=False):
    """One threshold, judged for one owner."""

    title: str
    level: str
    outcome: Outcome
    value: Annotated[float | None, Meta(description="null when unknown.")]
    limit: float
    unit: str


class ScorecardEntry(Struct, frozen=True):
    """One owner in one dimension."""

    owner: Owner
    dimension: str
    points: Points
    density: Annotated[float | None, Meta(description="Points per 1,000 lines, null for an owner without code.")]
    findings: Annotated[int, Meta(description="Open findings.", ge=0)]
    hidden: Annotated[int, Meta(description="Suppressed and exempt findings.", ge=0)]
    code_lines: Count
    level: Annotated[str, Meta(description="'none', 'unknown' or a level (bronze, silver, gold ...).")]
    next_step: str
    checks: list[CheckEntry]


class HotspotEntry(Struct, frozen=True, gc=False):
    """A file with much debt that changes often."""

    path: Path
    owner: Owner
    points: Points
    commits: Annotated[int, Meta(description="In the churn window, 12 months by default.", ge=0)]
    findings: Count
    heat: Annotated[float, Meta(description="Points x commits.", ge=0)]


class ActionEntry(Struct, frozen=True, gc=False):
    """One of the findings worth doing first."""

    path: Path
    line: Line
    rule: RuleId
    owner: Owner
    reason: str


class SkipEntry(Struct, frozen=True, gc=False):
    """A file that was not (or not wholly) read."""

    path: Path
    reason: Annotated[str, Meta(description="Short and stable: 'binary', 'too large', 'syntax error' ...")]
    detail: str


class UnknownEntry(Struct, frozen=True, gc=False):
    """Something the scan can't say."""

    subject: str
    reason: str


class FailureEntry(Struct, frozen=True, gc=False):
    """A rule that crashed: its findings are missing."""

    rule: RuleId
    reason: str


class RuleEntry(Struct, frozen=True):
    """A rule in force."""

    title: str
    dimension: str
    family: Annotated[str, Meta(description="Kind of debt within the dimension, '' for none.")]
    severity: Severity
    weight: Annotated[float, Meta(description="Debt points per finding.", ge=0)]
    confidence: Confidence
    state: RuleState
    enforce_on: Annotated[Date | None, Meta(description="For an announced rule, the day from which it counts.")]
    effort: Annotated[str, Meta(description="Of one fix: 'small' (an hour), 'medium' (a day), 'large' (a week).")]
    why: str
    fix: str
    learn: Annotated[list[str], Meta(description="Links.")]


class Document(Struct, frozen=True):
    """The result of one scan."""

    schema: Annotated[Literal["dxscore/v1"], Meta(description="Name of this shape.")]
    tool: Tool
    project: Annotated[str, Meta(description="Name of the scanned folder.")]
    commit: Annotated[str, Meta(description="Full id, '' outside git.")]
    dirty: Annotated[bool, Meta(description="Whether the work tree differed from the commit.")]
    as_of: Annotated[Date, Meta(description="The day that ages and expiry dates are measured against.")]
    ruleset: Annotated[str, Meta(description="Digest of the rules in force; other rules, other scores.")]
    files: Annotated[int, Meta(description="Files read.", ge=0)]
    code_lines: Annotated[int, Meta(description="Lines of code read.", ge=0)]
    findings: Annotated[list[FindingEntry], Meta(description="Worst first.")]
    scorecards: Annotated[list[ScorecardEntry], Meta(description="Ranked: unowned first, then by density.")]
    hotspots: Annotated[list[HotspotEntry], Meta(description="Hottest first.")]
    actions: Annotated[list[ActionEntry], Meta(description="Best first.")]
    skipped: list[SkipEntry]
    unknown: list[UnknownEntry]
    failures: list[FailureEntry]
    rules: Annotated[dict[str, RuleEntry], Meta(description="By id, sorted.")]
