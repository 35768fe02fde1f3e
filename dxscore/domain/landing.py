"""When things reached the main branch, release by release: each commit of its first-parent line is taken for one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field


class Landing(Struct, frozen=True):
    """One commit of the first-parent line."""

    position: int
    """0 for the newest."""
    commit: str
    """Full id; '' for what is not committed."""
    day: str
    """ISO date; '' for what is not committed."""


class Ignoring(Struct, frozen=True):
    """Lines that came to a file where it changed `ignored_columns`."""

    landing: Landing
    path: str
    lines: tuple[str, ...]

    def names(self, column: str) -> bool:
        """Whether one of them has the column."""
        return any(re.search(rf"(?<!\w){re.escape(column)}(?!\w)", line) for line in self.lines)


class Landings(Struct, frozen=True):
    """What the order of steps is proved by."""

    migrations: Mapping[str, Landing] = field(default_factory=dict)
    """Path -> when it came."""
    ignorings: tuple[Ignoring, ...] = ()
    """The newest first."""
