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
    """'false-positive', 'accepted-risk', 'planned', 'not-applicable', 'third-party' or 'test-data'."""
    approved_by: str
    expires: str
    """ISO date, '' when open-ended; on that day it still holds."""
    file: str
    """The exemptions file it stands in."""
    line: int
    note: str = ""
    """What the reason's word does not say."""
    created: str = ""
    """ISO date, '' when it is not told."""
