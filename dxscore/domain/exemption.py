"""One entry of the reviewed exemptions file; and what came of it, or of a comment in the code."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Exemption(Struct, frozen=True):
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


class Waiver(Struct, frozen=True):
    """One rule of one `dxscore:ignore` comment or exemption, and how many findings it hides."""

    form: Literal["comment", "exemption"]
    path: str
    """Of the file it stands in."""
    line: int
    rule: str
    """As written; maybe an earlier id of the rule, or a mistake."""
    reason: str
    until: str
    """ISO date, the last day on which it holds; '' when open-ended."""
    problem: str = ""
    """'expired', 'unused', 'malformed', or '' for one that holds and hides something (or whose rule did not run)."""
    hidden: int = 0
    """Findings it covers; one that two waivers cover counts for both."""
    approved_by: str = ""
    note: str = ""
    """Of an exemption; of a malformed one, what is wrong with it."""
