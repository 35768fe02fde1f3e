"""How data is meant to be accessed: patterns in the order in which they are tried."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from dxscore.domain.matchers import EntityMatcher


class Stance(StrEnum):
    """What a pattern is worth."""

    GOLDEN = "golden"
    TOLERATED = "tolerated"
    """Not the aim, but nothing to do at once."""
    OFF = "off"
    """Leaves the golden path: to be changed, or exempt with a reason."""
    UNKNOWN = "unknown"


class Pattern(Struct, frozen=True):
    """One way of accessing data."""

    name: str
    """Short and stable: `bounded-read`."""
    title: str
    stance: Stance
    when: tuple[EntityMatcher, ...]
    """It holds when one of these does; always when there are none."""
    why: str = ""
    instead: str = ""
    """What to do about it."""


class GoldenPath(Struct, frozen=True):
    """The patterns in their order: the first that holds is an entry point's pattern."""

    patterns: tuple[Pattern, ...]
    bookkeeping: tuple[str, ...] = ()
    """Globs of tables that being asked at all writes to: sessions, tokens."""
    digest: str = ""
    """Of the file, so that results of different ones are not compared."""
    origin: str = ""
    """The file, as it may be shown."""

    def named(self, name: str) -> Pattern | None:
        """The pattern of this name."""
        return next((pattern for pattern in self.patterns if pattern.name == name), None)
