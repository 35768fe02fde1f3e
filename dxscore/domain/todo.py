"""Todo files: lists of the findings that were there on a day, which from then on may only get shorter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxscore.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class TodoEntry:
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


@dataclass(frozen=True, slots=True)
class TodoCheck:
    """The findings of a project held against its todo files."""

    folder: str
    listed: tuple[Finding, ...]
    unlisted: tuple[Finding, ...]
    """Worst first."""
    stale: tuple[TodoEntry, ...]
    """What they list is gone."""


@dataclass(frozen=True, slots=True)
class TodoChange:
    """What is to become of todo files."""

    texts: Mapping[str, str]
    """Path from the root -> content, '' for a file that is to go."""
    before: int
    """Entries before, in all files."""
    after: int
    grown: Mapping[str, tuple[int, int]]
    """Rule -> entries before and after, for those that got more."""
