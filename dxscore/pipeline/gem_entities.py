"""The gems of a project -> their entities, kept in the cache folder: a scan in which nothing changed works out none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from dxscore.domain.facts import Entity
from dxscore.domain.subject import Placed
from dxscore.pipeline.gem_keys import GemInputs, gems_key
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.reading import Reading, ScanRequest

if TYPE_CHECKING:
    from dxscore.pipeline.gems import Gems

KINDS = ("gem", "locked_gem", "lockfile")
"""Of entities that are made of gems."""
_ByKind: TypeAlias = dict[str, list[tuple[str, Entity]]]


@dataclass(frozen=True)
class GemEntities:
    """Entities by kind, worked out or taken from the store when a rule first asks."""

    make: Callable[[], Gems]
    key: str
    """Changes whenever they may come out differently."""
    keeper: Keeper[_ByKind]

    def of(self, kind: str) -> Sequence[Placed]:
        """By path and line."""
        return self._all[kind]

    @cached_property
    def _all(self) -> _ByKind:
        return self.keeper.value(self.key, self._made)

    def _made(self) -> _ByKind:
        gems = self.make()
        return {kind: list(gems.entities(kind)) for kind in KINDS}


def gem_entities(request: ScanRequest, reading: Reading) -> GemEntities:
    """Of what was read; they are kept beside its other caches."""

    def make() -> Gems:
        # Imported here: a scan whose entities are kept does without all that works them out.
        from dxscore.pipeline.gems import gems_of  # noqa: PLC0415

        return gems_of(request, reading)

    key = gems_key(request, GemInputs(reading.listing.files, reading.versions.ruby, reading.owners))
    return GemEntities(make, key, Keeper(request.stored("gems.msgpack"), _ByKind))


def with_gems(
    entities: Callable[[str], Sequence[Placed]], of_gems: Callable[[str], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, those of gems among them."""
    return lambda kind: of_gems(kind) if kind in KINDS else entities(kind)
