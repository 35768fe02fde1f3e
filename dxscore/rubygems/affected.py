"""Versions -> whether they have a weakness: all but the good ones, or those that are listed as bad."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version

Change: TypeAlias = Literal["introduced", "fixed", "last_affected", "limit"]
"""What begins or ends at a version, in the words of OSV."""
CHANGES: tuple[Change, ...] = ("introduced", "fixed", "last_affected", "limit")


class AllBut(Struct, frozen=True):
    """Every version, those to come included, unless one of these allows it."""

    patched: tuple[Requirement, ...] = ()
    """Versions with the fix."""
    unaffected: tuple[Requirement, ...] = ()
    """Versions that never had it."""

    @property
    def fixes(self) -> tuple[str, ...]:
        """Requirements of the versions with the fix, any of which is enough; () when there is none."""
        return tuple(map(str, self.patched))

    def holds_for(self, version: Version) -> bool:
        """Whether this version has it."""
        return not any(safe.satisfied_by(version) for safe in (*self.patched, *self.unaffected))


class Event(Struct, frozen=True):
    """From this version on things are different; of `last_affected`, after it."""

    version: Version
    change: Change


class Listed(Struct, frozen=True):
    """Versions named one by one, or within one of the ranges; versions to come are not affected until listed."""

    versions: tuple[Version, ...] = ()
    ranges: tuple[tuple[Event, ...], ...] = ()
    """Events of each range by version."""

    @property
    def fixes(self) -> tuple[str, ...]:
        """See AllBut."""
        fixed = sorted(self._versions("fixed"))
        return tuple(_until_next(version, self._versions("introduced")) for version in fixed)

    def holds_for(self, version: Version) -> bool:
        """See AllBut."""
        return version in self.versions or any(_within(events, version) for events in self.ranges)

    def _versions(self, change: Change) -> frozenset[Version]:
        return frozenset(event.version for events in self.ranges for event in events if event.change == change)


Affected: TypeAlias = AllBut | Listed


def _until_next(fixed: Version, introduced: Iterable[Version]) -> str:
    """Versions with a fix: up to the one that has the weakness again, in another series."""
    again = min((version for version in introduced if version > fixed), default=None)
    return f">= {fixed}, < {again}" if again else f">= {fixed}"


def _within(events: Iterable[Event], version: Version) -> bool:
    inside = False
    for event in events:
        if event.change == "last_affected":
            inside = inside and version <= event.version
        elif event.version <= version:
            inside = event.change == "introduced"
    return inside


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events of one range as Listed wants them."""
    return tuple(sorted(events, key=_order))


def _order(event: Event) -> tuple[Version, bool]:
    """At one version, what switches off comes before what switches on; `last_affected` still holds at its own."""
    return event.version, event.change in ("introduced", "last_affected")
