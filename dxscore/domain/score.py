"""Scorecards: findings summed per owner and dimension."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from dxscore.domain.severity import Severity
from dxscore.domain.source import Location


class Outcome(StrEnum):
    """Only pass and fail count; unknown is not zero."""

    PASS = "pass"  # noqa: S105 - an outcome, not a secret
    FAIL = "fail"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


class CheckSpec(Struct, frozen=True):
    """One threshold of a scorecard file: `measure` of the selected findings is at most `limit`."""

    title: str
    level: str
    measure: Literal["findings", "density"]
    """'density' is points per 1,000 lines of code."""
    limit: float
    min_severity: Severity = Severity.INFO
    rules: tuple[str, ...] = ()
    """Only findings of these rules; empty means all of the dimension."""


class ScorecardSpec(Struct, frozen=True):
    """rules/scorecards/<dimension>.yml."""

    dimension: str
    title: str
    levels: tuple[str, ...]
    """Lowest first. A level is reached when its checks and those of all lower levels pass."""
    checks: tuple[CheckSpec, ...]


class CheckResult(Struct, frozen=True):
    """One threshold, judged for one owner."""

    spec: CheckSpec
    outcome: Outcome
    value: float | None
    """What was measured; None when the check does not apply or nothing is known."""

    @property
    def title(self) -> str:
        """What the check asks for."""
        return self.spec.title

    @property
    def level(self) -> str:
        """The level it belongs to."""
        return self.spec.level

    @property
    def limit(self) -> float:
        """The most that passes."""
        return self.spec.limit

    @property
    def unit(self) -> str:
        """'findings' or 'points per 1,000 lines'."""
        return "findings" if self.spec.measure == "findings" else "points per 1,000 lines"


class Scorecard(Struct, frozen=True):
    """One owner in one dimension."""

    owner: str
    dimension: str
    points: float
    """Open findings x weight. Suppressed and exempt findings are in `hidden`."""
    findings: int
    hidden: int
    code_lines: int
    level: str
    """'none', 'bronze', 'silver', 'gold' (names from the scorecard file) or 'unknown'."""
    next_step: str
    checks: tuple[CheckResult, ...] = ()

    @property
    def density(self) -> float | None:
        """Points per 1,000 lines of code, None for an owner without code."""
        return self.points * 1000 / self.code_lines if self.code_lines else None


class Hotspot(Struct, frozen=True):
    """A file where paying debt back pays most: debt x churn."""

    path: str
    owner: str
    points: float
    commits: int
    """In the churn window."""
    findings: int

    @property
    def heat(self) -> float:
        """Points x commits."""
        return self.points * self.commits


class Action(Struct, frozen=True):
    """One of the findings worth doing first, and why this one."""

    location: Location
    rule: str
    owner: str
    reason: str
    """'lifts payments to silver', '12 points in the hottest file' ..."""
