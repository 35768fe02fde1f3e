"""What a finding costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.score import CheckSpec


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rules in force on a day, as prices."""

    rules: Mapping[str, Rule]
    as_of: date

    def points(self, finding: Finding) -> float:
        """Debt points: the rule's weight, 0 while the rule does not count yet."""
        grading = self.rules[finding.rule].grading
        return grading.weight if grading.counts_on(self.as_of) else 0.0

    def selects(self, check: CheckSpec, finding: Finding) -> bool:
        """Whether the check counts this finding."""
        severity = self.rules[finding.rule].grading.severity
        return severity.rank >= check.min_severity.rank and (not check.rules or finding.rule in check.rules)
