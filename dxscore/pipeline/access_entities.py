"""A version of a project -> its entry points as entities, kept in the cache folder as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TypeAlias

from dxscore.config import Config
from dxscore.domain.facts import Entity
from dxscore.domain.subject import Placed
from dxscore.domain.survey import Survey
from dxscore.inputs.tree import FolderTree, Tree
from dxscore.pipeline.access import survey
from dxscore.pipeline.access_sources import Sources, on_disk
from dxscore.pipeline.golden import golden_file
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.reading import Reading, ScanRequest

KINDS = ("entry_point", "access_place")
"""Of entities that are made of entry points."""
_ByKind: TypeAlias = dict[str, list[tuple[str, Entity]]]


@dataclass(frozen=True)
class AccessEntities:
    """Worked out, or taken from the store, when a rule first asks."""

    sources: Sources
    policy: Tree
    """Whose golden path holds."""
    config: Config
    base: AccessEntities | None = None
    """Of the base, when these are of the head of a change."""

    @cached_property
    def survey(self) -> Survey:
        """What entry points do to data."""
        base = self.base
        return survey(self.sources, lambda _done, _total: None, (lambda: base.survey) if base else None)

    def of(self, kind: str) -> Sequence[Placed]:
        """By path and line."""
        return self._all[kind]

    @cached_property
    def _all(self) -> _ByKind:
        content, shown = golden_file(self.policy, self.config)
        file = self.sources.store / f"{self.sources.name}-entities.msgpack" if self.sources.store else None
        key = f"{self.sources.key} {sha256(content).hexdigest()}"
        return Keeper(file, _ByKind).value(key, lambda: self._made(content, shown))

    def _made(self, content: bytes, shown: str) -> _ByKind:
        # Imported here: a scan whose entities are kept does without all that works them out.
        from dxscore.access.patterns import entry_entities  # noqa: PLC0415
        from dxscore.access.places import place_entities  # noqa: PLC0415
        from dxscore.rulebook.golden_path import read_golden_path  # noqa: PLC0415

        files = {file.path for file in self.sources.files}
        made = {
            "entry_point": entry_entities(self.survey, read_golden_path(content, shown)),
            "access_place": place_entities(self.survey),
        }
        return {kind: [placed for placed in found if placed[0] in files] for kind, found in made.items()}


def entry_points(request: ScanRequest, reading: Reading) -> AccessEntities:
    """Of what was read."""
    sources = on_disk(request, reading.listing, reading.versions.rails or "")
    return AccessEntities(sources, FolderTree(request.root), request.config)


def with_entry_points(
    entities: Callable[[str], Sequence[Placed]], of_access: Callable[[str], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, entry points among them."""
    return lambda kind: of_access(kind) if kind in KINDS else entities(kind)
