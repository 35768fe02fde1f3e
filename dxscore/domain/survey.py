"""What all entry points of a project do to data, as it is kept between runs, and as it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.access import EntryProfile, Step
from dxscore.domain.golden_path import GoldenPath, Pattern

Attribute: TypeAlias = str | int | float | bool | None
Attributes: TypeAlias = "dict[str, Attribute]"
"""As of the kind `entry_point` of domain/entities.py."""


def places(path: Iterable[Step]) -> list[str]:
    """`file:line` of each step; a block on the line of its call is no step of its own."""
    return [text for text, _ in groupby(map(str, path))]


class _Kept(Struct, frozen=True, array_like=True):
    """Packed as an array: adding, removing or reordering fields needs a new SURVEY_VERSION (`access_sources`)."""


class Surveyed(_Kept, frozen=True):
    """One entry point with its profile."""

    profile: EntryProfile
    end_line: int
    routed: bool
    verbs: tuple[str, ...]
    """Of its routes; '' for any."""
    addresses: tuple[str, ...]
    """Paths of its routes."""
    framework: str
    throttled: bool
    """Its class limits how fast or how often it runs."""


class UnreadPlace(_Kept, frozen=True):
    """A place that draws routes or declares something that could not be read."""

    path: str
    line: int
    what: str
    reason: str


class Made(_Kept, frozen=True):
    """What a survey was made of: tells which of its profiles hold after a change."""

    outline: str = ""
    """Digest of all that is declared: what stands in bodies of methods and in templates is left out."""
    blobs: dict[str, str] = {}
    """Path -> content, of every file."""


class Survey(_Kept, frozen=True):
    """All of them, in the order in which they were found."""

    entries: tuple[Surveyed, ...] = ()
    tables: dict[str, str] = {}
    """Table -> path of the model that owns it."""
    routes: int = 0
    routed_actions: int = 0
    """Pairs of controller and action that routes lead to, whether or not these exist."""
    found_actions: int = 0
    """Those of them that exist in the tree."""
    unread: tuple[UnreadPlace, ...] = ()
    files: int = 0
    skipped: int = 0
    made: Made = Made()


class JudgedEntry(Struct, frozen=True):
    """One entry point as reports show it."""

    surveyed: Surveyed
    attributes: Attributes
    pattern: Pattern
    owner: str
    exempt: str = ""
    """Reason of the exemption that lets it leave the golden path; '' without one."""

    @property
    def profile(self) -> EntryProfile:
        """What it does to data."""
        return self.surveyed.profile


class AccessReport(Struct, frozen=True):
    """What `dxscore access` shows."""

    project: str
    commit: str
    entries: tuple[JudgedEntry, ...]
    """Those asked for, worst first."""
    total: int
    """Of all, before any filter."""
    golden_path: GoldenPath
    survey: Survey
    focus: str = ""
    """The name of the one entry point to show as a tree."""
    packs: Mapping[str, str] | None = None
    """Table -> the pack it belongs to; None in an application without packs."""
