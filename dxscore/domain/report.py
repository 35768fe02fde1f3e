"""What a scan says: the value that every formatter turns into text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from dxscore.domain.finding import Finding, RuleFailure
from dxscore.domain.rule import Rule
from dxscore.domain.score import Action, Hotspot, Scorecard
from dxscore.domain.source import Skip, Unknown
from dxscore.domain.todo import TodoState


class Provenance(Struct, frozen=True):
    """What made these results: with the same values they come out the same."""

    version: str
    ruleset: str
    """Digest of the rules in force, 12 hex digits."""
    commit: str
    """Full id, '' outside git."""
    dirty: bool
    as_of: date
    project: str
    """Name of the scanned folder."""


class Coverage(Struct, frozen=True):
    """How much was seen."""

    files: int
    code_lines: int
    skipped: tuple[Skip, ...]
    unknown: tuple[Unknown, ...]
    failures: tuple[RuleFailure, ...]


class OwnerSource(Struct, frozen=True):
    """Where an owner's name came from and how many files it covers."""

    owner: str
    source: str
    """Source of the best claim; 'none' for files that nothing claims."""
    files: int
    code_lines: int = 0


class ScanReport(Struct, frozen=True):
    """The result of `dxscore scan`."""

    provenance: Provenance
    findings: tuple[Finding, ...]
    """All statuses, worst first: severity, then points, then path and line."""
    scorecards: tuple[Scorecard, ...]
    """Ranked: unowned first, then by density of all dimensions together."""
    hotspots: tuple[Hotspot, ...]
    actions: tuple[Action, ...]
    coverage: Coverage
    rules: Mapping[str, Rule]
    """By id; every finding's rule is in it."""
    todo: TodoState = field(default_factory=TodoState)
