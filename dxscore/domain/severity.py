"""How bad a finding is and how sure; apart from rules, so that the command line can offer the words at once."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """GitLab's five words, so that every CI format can say them."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    BLOCKER = "blocker"

    @property
    def rank(self) -> int:
        """0 for info to 4 for blocker."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Confidence(StrEnum):
    """How often a finding of the rule is right: about 0.8, 0.9 and 0.97 by docs/precision.md."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
