"""What came of running one example of a rule."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class TrialOutcome(StrEnum):
    """The four possible outcomes, and one for examples that can't be run."""

    VALIDATED = "validated"
    """A valid example in which nothing was found, as it should be."""
    REPORTED = "reported"
    """An invalid example in which the rule found what it should."""
    NOISY = "noisy"
    """A valid example in which the rule found something."""
    MISSING = "missing"
    """An invalid example in which the rule found nothing, or something else than it should."""


class Trial(Struct, frozen=True):
    """One example of one rule, run."""

    rule: str
    example: str
    """'valid 1', 'invalid 3' ..."""
    outcome: TrialOutcome
    detail: str = ""
    """What differs from what the example says."""

    @property
    def passed(self) -> bool:
        """Whether the example came out as it says."""
        return self.outcome in (TrialOutcome.VALIDATED, TrialOutcome.REPORTED)
