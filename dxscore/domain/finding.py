"""One place where a rule holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.domain.source import Location

Evidence: TypeAlias = Mapping[str, str | int | float | bool | None]
"""What was measured or captured, by name."""

UNOWNED = "unowned"
"""The owner of what nobody owns: a row of its own, shown first."""


class Status(StrEnum):
    """Suppressed and exempt findings are still debt, but are counted apart and never stop a gate."""

    OPEN = "open"
    LISTED = "listed"
    """In a todo file: counts like an open one, but nothing fails because of it."""
    SUPPRESSED = "suppressed"
    EXEMPT = "exempt"

    @property
    def counts(self) -> bool:
        """Whether findings have points: somebody should do something about them."""
        return self in (Status.OPEN, Status.LISTED)


class Finding(Struct, frozen=True):
    """What a rule found; dimension, severity and weight are the rule's."""

    rule: str
    location: Location
    message: str
    symbol: str
    """Enclosing `Class#method`, `Class` or ''."""
    fingerprint: str
    """Identity without line numbers: rule, path, symbol, normalised code, ordinal among equals. 16 hex digits."""
    evidence: Evidence = field(default_factory=dict)
    owner: str = UNOWNED
    status: Status = Status.OPEN
    code: str = ""
    """Normalised source of the match, '' for entities: what is still the same when a finding moves elsewhere."""
    justification: str = ""
    """Why it is suppressed or exempt, in the words of the comment or exemption; in which file it is listed."""


class RuleFailure(Struct, frozen=True):
    """A rule that crashed: its findings are missing, the run went on."""

    rule: str
    reason: str
