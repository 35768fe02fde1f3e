"""The gems of a project -> their entities, kept in the cache folder: a scan in which nothing changed works out none."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from dxscore import __version__
from dxscore.domain.facts import Entity
from dxscore.domain.subject import Placed
from dxscore.inputs.gems.stamps import stamp
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.reading import Reading, ScanRequest

if TYPE_CHECKING:
    from dxscore.pipeline.gems import Gems

KINDS = ("gem", "locked_gem", "lockfile")
"""Of entities that are made of gems."""
_FORMAT = 1
"""Raise it when the same project would give other entities."""
_ByKind: TypeAlias = dict[str, list[tuple[str, Entity]]]


@dataclass(frozen=True)
class GemEntities:
    """Entities by kind, worked out or taken from the store when a rule first asks."""

    make: Callable[[], Gems]
    key: str
    """Changes whenever they may come out differently."""
    store: Path | None = None

    def of(self, kind: str) -> Sequence[Placed]:
        """By path and line."""
        return self._all[kind]

    @cached_property
    def _all(self) -> _ByKind:
        kept = self._kept()
        if kept is not None:
            return kept
        gems = self.make()
        made: _ByKind = {kind: list(gems.entities(kind)) for kind in KINDS}
        self._keep(made)
        return made

    def _kept(self) -> _ByKind | None:
        """None when there is nothing, or something of another time."""
        if self.store is None:
            return None
        try:
            key, entities = msgspec.msgpack.decode(self.store.read_bytes(), type=tuple[str, _ByKind])
        except (OSError, msgspec.MsgspecError):
            return None
        return entities if key == self.key else None

    def _keep(self, made: _ByKind) -> None:
        """What can't be written is worked out again next time."""
        if self.store is None or not self.store.parent.is_dir():
            return
        partial = self.store.with_suffix(f".{os.getpid()}")
        try:
            partial.write_bytes(msgspec.msgpack.encode((self.key, made)))
            partial.replace(self.store)
        except OSError:
            partial.unlink(missing_ok=True)


def gem_entities(request: ScanRequest, reading: Reading) -> GemEntities:
    """Of what was read; they are kept beside its other caches."""

    def make() -> Gems:
        # Imported here: a scan whose entities are kept does without all that works them out.
        from dxscore.pipeline.gems import gems_of  # noqa: PLC0415

        return gems_of(request, reading)

    return GemEntities(make, _key(request, reading), request.stored("gems.msgpack"))


def _key(request: ScanRequest, reading: Reading) -> str:
    digest = blake2b(digest_size=16)
    for file in reading.listing.files:
        digest.update(f"{file.path}\0{file.blob}\0".encode())
    owned = [(team.name, team.gems) for team in reading.owners.teams if team.gems]
    known = stamp(FolderTree(request.root), os.environ, Path.home())
    rest = (_FORMAT, __version__, request.as_of, request.config.gems, reading.versions.ruby, owned, known)
    digest.update(repr(rest).encode("utf-8", "replace"))
    return digest.hexdigest()


def with_gems(
    entities: Callable[[str], Sequence[Placed]], of_gems: Callable[[str], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, those of gems among them."""
    return lambda kind: of_gems(kind) if kind in KINDS else entities(kind)
