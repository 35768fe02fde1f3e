"""A version of a project -> its entry points as entities, kept in the cache folder as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

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

ENTRY_POINT = "entry_point"
"""The kind of entity."""


@dataclass(frozen=True)
class AccessEntities:
    """Worked out, or taken from the store, when a rule first asks."""

    sources: Sources
    policy: Tree
    """Whose golden path holds."""
    config: Config

    @cached_property
    def survey(self) -> Survey:
        """What entry points do to data."""
        return survey(self.sources, lambda _done, _total: None)

    @cached_property
    def entities(self) -> Sequence[Placed]:
        """By path and line."""
        content, shown = golden_file(self.policy, self.config)
        file = self.sources.store / f"{self.sources.name}-entities.msgpack" if self.sources.store else None
        key = f"{self.sources.key} {sha256(content).hexdigest()}"
        return Keeper(file, list[tuple[str, Entity]]).value(key, lambda: self._made(content, shown))

    def of(self) -> Sequence[Placed]:
        """The same, when it is called."""
        return self.entities

    def _made(self, content: bytes, shown: str) -> list[Placed]:
        # Imported here: a scan whose entities are kept does without all that works them out.
        from dxscore.access.patterns import entry_entities  # noqa: PLC0415
        from dxscore.rulebook.golden_path import read_golden_path  # noqa: PLC0415

        files = {file.path for file in self.sources.files}
        found = entry_entities(self.survey, read_golden_path(content, shown))
        return [placed for placed in found if placed[0] in files]


def entry_points(request: ScanRequest, reading: Reading) -> Callable[[], Sequence[Placed]]:
    """Of what was read."""
    sources = on_disk(request, reading.listing, reading.versions.rails or "")
    return AccessEntities(sources, FolderTree(request.root), request.config).of


def with_entry_points(
    entities: Callable[[str], Sequence[Placed]], access: Callable[[], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, entry points among them."""
    return lambda kind: access() if kind == ENTRY_POINT else entities(kind)
