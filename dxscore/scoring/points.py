"""What a finding costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule, RuleState
from dxscore.domain.score import CheckSpec


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rules in force on a day, as prices."""

    rules: Mapping[str, Rule]
    as_of: date

    def points(self, finding: Finding) -> float:
        """Debt points: the rule's weight, 0 while the rule does not count yet."""
        rule = self.rules[finding.rule]
        return rule.grading.weight if self.counts(rule) else 0.0

    def counts(self, rule: Rule) -> bool:
        """Enforced, or announced for a day that has come."""
        grading = rule.grading
        if grading.state is RuleState.ANNOUNCED:
            return grading.enforce_on is not None and grading.enforce_on <= self.as_of
        return grading.state is RuleState.ENFORCED

    def selects(self, check: CheckSpec, finding: Finding) -> bool:
        """Whether the check counts this finding."""
        severity = self.rules[finding.rule].grading.severity
        return severity.rank >= check.min_severity.rank and (not check.rules or finding.rule in check.rules)
