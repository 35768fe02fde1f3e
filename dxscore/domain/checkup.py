"""What `dxscore doctor` sees: the state of everything that the figures rest on."""

from __future__ import annotations

from msgspec import Struct


class Symptom(Struct, frozen=True):
    """One thing looked at."""

    topic: str
    """'git', 'owners', 'cache' ..."""
    finding: str
    """What was seen, with figures."""
    remedy: str = ""
    """What to do; '' when all is well."""

    @property
    def needs_hand(self) -> bool:
        """Whether somebody should do something."""
        return bool(self.remedy)
