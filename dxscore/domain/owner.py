"""Who owns a path, and which source says so."""

from __future__ import annotations

from msgspec import Struct


class Claim(Struct, frozen=True):
    """One source's word on the owner of a path."""

    owner: str
    """Team name; UNOWNED when the source says that nobody owns it."""
    source: str
    """'dxscore.toml', 'annotation', '.codeowner', 'package', 'team file', 'CODEOWNERS' ..."""
    place: str
    """Where it says so: `path:line` or `path`."""


class Team(Struct, frozen=True):
    """What team files tell beside the name."""

    name: str
    github: str = ""
    """`@org/team`, the name that CODEOWNERS uses."""
    gems: tuple[str, ...] = ()
    """Gems the team owns (code_ownership's `ruby.owned_gems`)."""
    file: str = ""
    emails: tuple[str, ...] = ()
    """Where the team is written to (a key of dxscore's own: `email`), unchecked."""
