"""The versions a project is locked to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class LockedVersions(Struct, frozen=True):
    """From the lockfile and its neighbours; None or absent means unknown, never 'none'."""

    rails: str | None = None
    ruby: str | None = None
    gems: Mapping[str, str] = field(default_factory=dict)
    """Every gem in the lockfile, direct or not."""
    lockfile: str = ""
    """Path of the lockfile read, '' when there is none."""
    asked: str = ""
    """`Gemfile: ~> 6.1.6` when no lockfile names Rails and `rails` is the oldest release that this allows, else ''."""
    problem: str = ""
    """`path:line: reason` when there is a lockfile that can't be used, else ''."""
