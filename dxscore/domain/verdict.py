"""Three answers to whether something may be done while an application runs."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Of a migration, of one of its directions, of taking a release back."""

    SAFE = "safe"
    UNKNOWN = "unknown"
    """Something in it could not be understood; what was understood is safe."""
    UNSAFE = "unsafe"

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return (Verdict.SAFE, Verdict.UNKNOWN, Verdict.UNSAFE).index(self)
