"""Todo files: lists of the findings that were there on a day, which from then on may only get shorter."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from dxscore.domain.finding import Finding


class TodoEntry(Struct, frozen=True):
    """One listed finding."""

    rule: str
    """As the file is named; maybe an earlier id of the rule."""
    path: str
    symbol: str
    fingerprint: str
    """See Finding.fingerprint."""
    file: str = ""
    """The todo file it stands in, '' for one that is to be written."""
    line: int = 0


class TodoState(Struct, frozen=True):
    """The entries that stand for no finding of today."""

    stale: tuple[TodoEntry, ...] = ()
    """What they list is gone, or its rule."""
    idle: tuple[TodoEntry, ...] = ()
    """Their rules exist, but did not run to their end."""


class TodoCheck(Struct, frozen=True):
    """The findings of a project held against its todo files."""

    folder: str
    listed: int
    unlisted: tuple[Finding, ...]
    """Worst first."""
    stale: tuple[TodoEntry, ...]


class TodoChange(Struct, frozen=True):
    """What is to become of todo files."""

    texts: Mapping[str, str]
    """Path from the root -> content, of every file that is to be there."""
    gone: tuple[str, ...]
    """Files that have nothing left to list."""
    before: int
    """Entries in all files together."""
    after: int
    grown: Mapping[str, tuple[int, int]]
    """Rule -> entries before and after, for those that would get more; none when there were no entries at all."""
