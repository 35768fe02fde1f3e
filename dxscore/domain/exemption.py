"""One entry of the reviewed exemptions file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exemption:
    """Findings of `rules` below `paths` are allowed, for a reason that somebody approved."""

    rules: tuple[str, ...]
    """Rule ids, old ones too."""
    paths: tuple[str, ...]
    """Git-ignore style globs from the root; empty means everywhere."""
    reason: str
    approved_by: str
    expires: str
    """ISO date, '' when open-ended; on that day it still holds."""
    file: str
    """The exemptions file it stands in."""
    line: int
