"""What a change does to a project: findings compared between its base and its head, judged by a policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from dxscore.domain.finding import Finding, RuleFailure
from dxscore.domain.rule import Rule
from dxscore.domain.source import Skip, Unknown
from dxscore.domain.verdict import Verdict


class Change(StrEnum):
    """How a finding of the head stands to the base; what SARIF calls baselineState is in brackets."""

    NEW = "new"
    """[new]"""
    WORSE = "worse"
    """Was there, and what it measures has grown. [updated]"""
    UNCHANGED = "unchanged"
    """The same, also when its lines, its file or its method moved. [unchanged]"""
    FIXED = "fixed"
    """Only in the base. [absent]"""


class Ruling(StrEnum):
    """What the policy says about one thing, the worst first."""

    STOP = "stop"
    WARN = "warn"
    PASS = "pass"  # noqa: S105 - a ruling, not a secret

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return (Ruling.PASS, Ruling.WARN, Ruling.STOP).index(self)


class Compared(Struct, frozen=True):
    """A finding and its counterpart."""

    finding: Finding
    """Of the head; of the base when it is fixed."""
    change: Change
    before: Finding | None = None
    """The counterpart in the base of one that was there before."""
    cause: str = ""
    """Why it is new although its lines were not touched: 'clone of app/a.rb:3, which is new'; '' otherwise."""


class Judged(Struct, frozen=True):
    """A compared finding under the policy."""

    compared: Compared
    ruling: Ruling
    reason: str = ""
    """Which line of the policy decided: 'new, and at least minor'."""

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.compared.finding


class Measure(Struct, frozen=True):
    """One number about a whole project: a fact to compare, not a finding."""

    name: str
    """'RuboCop offences accepted', 'files with an owner'."""
    value: float | None
    """None when it is not known."""
    unit: str = ""
    """'%', 'libyears', ''."""
    better: Literal["lower", "higher"] = "lower"


class MeasureChange(Struct, frozen=True):
    """A measure at the base and at the head."""

    before: Measure
    after: Measure
    ruling: Ruling = Ruling.PASS

    @property
    def delta(self) -> float | None:
        """After minus before, None when either is not known."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def is_worse(self) -> bool:
        """Whether it went the wrong way."""
        delta = self.delta
        return delta is not None and (delta > 0 if self.after.better == "lower" else delta < 0)


class LimitResult(Struct, frozen=True):
    """A ratchet or a budget of the policy, counted on both sides."""

    kind: Literal["ratchet", "budget"]
    rules: tuple[str, ...]
    """Globs of rule ids."""
    owner: str
    """'' for all owners together."""
    before: int
    after: int
    at_most: int | None
    """The budget; None for a ratchet, which allows what there was before."""
    ruling: Ruling


class Place(Struct, frozen=True):
    """A line that a note or statement points to; line 0 means the file as a whole."""

    path: str
    line: int = 0
    text: str = ""


class Note(Struct, frozen=True):
    """Something a reviewer should know that is no finding: a policy that changed, a variable that is now required."""

    kind: Literal["policy", "environment", "suppression", "coverage"]
    title: str
    places: tuple[Place, ...]
    ruling: Ruling = Ruling.PASS
    advice: str = ""


class Statement(Struct, frozen=True):
    """A verdict of a whole dimension about the change, such as 'can be rolled back'; shown before the findings."""

    dimension: str
    title: str
    ruling: Ruling
    reasons: tuple[Place, ...] = ()
    verdict: Verdict | None = None
    """For programs, of statements that answer whether something is safe."""


class Side(Struct, frozen=True):
    """One end of the change."""

    name: str
    """What was asked for: 'origin/main', 'HEAD', 'staged changes', 'work tree'."""
    commit: str
    """Full id; '' for what is not committed."""
    findings: int
    """Open findings in all."""


class GateReport(Struct, frozen=True):
    """The result of `dxscore gate`."""

    version: str
    ruleset: str
    as_of: date
    project: str
    base: Side
    """The merge base."""
    head: Side
    entries: tuple[Judged, ...]
    """New and worse findings, also suppressed ones; worst ruling first, then severity, path, line."""
    fixed: tuple[Compared, ...]
    unchanged: tuple[Compared, ...]
    """For formats that list everything."""
    rules: Mapping[str, Rule]
    statements: tuple[Statement, ...] = ()
    measures: tuple[MeasureChange, ...] = ()
    """Those that are known on both sides and differ."""
    limits: tuple[LimitResult, ...] = ()
    """Ratchets and budgets that are not kept, or were just reached."""
    notes: tuple[Note, ...] = ()
    notify: tuple[str, ...] = ()
    """Whom the policy wants told: handles of the owners of what stops."""
    skipped: tuple[Skip, ...] = ()
    """Changed files that could not be read."""
    unknown: tuple[Unknown, ...] = ()
    failures: tuple[RuleFailure, ...] = ()
    changed_files: int = 0
    points: Mapping[str, float] = field(default_factory=dict)
    """Dimension -> change of open debt points."""

    @property
    def ruling(self) -> Ruling:
        """The verdict: the worst of all parts."""
        rulings = [
            *(entry.ruling for entry in self.entries),
            *(statement.ruling for statement in self.statements),
            *(measure.ruling for measure in self.measures),
            *(limit.ruling for limit in self.limits),
            *(note.ruling for note in self.notes),
        ]
        return max(rulings, key=lambda ruling: ruling.rank, default=Ruling.PASS)
