"""How bad a finding is; apart from the rest, so that the command line can offer it without importing rules."""

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
        return list(Severity).index(self)
