"""A project and its surroundings -> the best source of releases and of advisories at hand, none of them online."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from dxscore.domain.gems import AdvisoryBook, FigureSource, GemIndex, Release
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.advisories import Advisories, Entries
from dxscore.inputs.gems.advisory_db import named_advisory_db, usual_advisory_db
from dxscore.inputs.gems.bundler_cache import find_bundler_cache
from dxscore.inputs.gems.bundler_config import read_bundler_settings
from dxscore.inputs.gems.snapshot import Snapshot, parse_snapshot, read_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT, SNAPSHOT_VARIABLE
from dxscore.inputs.tree import Tree
from dxscore.rubygems.advisories import Entry


class Knowledge(Struct, frozen=True):
    """What can be said of gems beside what is locked."""

    index: GemIndex
    book: AdvisoryBook

    @property
    def sources(self) -> tuple[FigureSource, ...]:
        """Where figures come from, as far as there are any."""
        return tuple(each for each in (self.index.evidence, self.book.evidence) if each)


class NoReleases(Struct, frozen=True):
    """A GemIndex of nothing."""

    evidence: FigureSource | None = None

    def releases(self, name: str) -> tuple[Release, ...] | None:  # noqa: ARG002 - the protocol's name
        """See GemIndex."""
        return None


@dataclass(frozen=True, slots=True)
class _ReleasesReadOnce:
    """A GemIndex that is asked once for each gem."""

    source: GemIndex
    _known: dict[str, tuple[Release, ...] | None] = field(default_factory=dict, repr=False)

    @property
    def evidence(self) -> FigureSource | None:
        """See GemIndex."""
        return self.source.evidence

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """See GemIndex."""
        if name not in self._known:
            self._known[name] = self.source.releases(name)
        return self._known[name]


@dataclass(frozen=True, slots=True)
class _EntriesReadOnce:
    """A source of advisories that is asked once for each gem, however many of its versions are looked at."""

    source: Entries
    _known: dict[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)

    @property
    def evidence(self) -> FigureSource:
        return self.source.evidence

    def entries(self, name: str) -> tuple[Entry, ...]:
        if name not in self._known:
            self._known[name] = self.source.entries(name)
        return self._known[name]


def find_knowledge(
    tree: Tree, servers: Iterable[str], environ: Mapping[str, str], home: Path, advisories: Path | None = None
) -> Knowledge:
    """Releases from the snapshot that is named or in the project, else from Bundler's own cache.

    Advisories from the database that is named, else from the snapshot, as that is the same on every machine, else
    from where bundler-audit keeps them.
    Raises DxscoreError for a snapshot or database that is there but can't be used.
    """
    snapshot = _snapshot(tree, environ)
    entries: Entries | None = (
        named_advisory_db(advisories, environ)
        or (snapshot.advisory_entries() if snapshot else None)
        or usual_advisory_db(environ, home)
    )
    cache = find_bundler_cache(servers, read_bundler_settings(tree, environ, home), environ, home)
    index: GemIndex = snapshot or (cache if cache.evidence else NoReleases())
    return Knowledge(_ReleasesReadOnce(index), Advisories((_EntriesReadOnce(entries),) if entries else ()))


def _snapshot(tree: Tree, environ: Mapping[str, str]) -> Snapshot | None:
    if named := environ.get(SNAPSHOT_VARIABLE):
        if found := read_snapshot(Path(named)):
            return found
        raise DxscoreError(f"there is no snapshot at {named}", hint=f"{SNAPSHOT_VARIABLE} names it")
    try:
        return parse_snapshot(tree.read(SNAPSHOT), SNAPSHOT)
    except FileNotFoundError:
        return None
