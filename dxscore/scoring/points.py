"""What a finding costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.score import CheckSpec


class Tariff(Struct, frozen=True):
    """The rules in force on a day, as prices."""

    rules: Mapping[str, Rule]
    as_of: date

    def points(self, finding: Finding) -> float:
        """Debt points: the rule's weight, 0 while the rule does not count yet."""
        return self.price(finding.rule)

    def price(self, rule: str) -> float:
        """What each finding of the rule costs."""
        grading = self.rules[rule].grading
        return grading.weight if grading.counts_on(self.as_of) else 0.0

    def counts(self, rule: str, dimension: str) -> bool:
        """Whether findings of the rule stand on the scorecard of a dimension."""
        known = self.rules[rule]
        return known.dimension == dimension and known.grading.counts_on(self.as_of)

    def selects(self, check: CheckSpec, rule: str) -> bool:
        """Whether the check counts findings of the rule."""
        severity = self.rules[rule].grading.severity
        return severity.rank >= check.min_severity.rank and (not check.rules or rule in check.rules)
