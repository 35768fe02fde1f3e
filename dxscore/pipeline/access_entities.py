"""A version of a project -> its entry points as entities, kept in the cache folder as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from dxscore.config import Config
from dxscore.domain.facts import Entity
from dxscore.domain.subject import Placed
from dxscore.domain.survey import Survey
from dxscore.inputs.tree import FolderTree, Tree
from dxscore.pipeline.access import survey, survey_of_base, survey_of_head
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
    make: Callable[[], Survey]
    """Works the survey out, or takes it from the store."""
    kept_in: Path | None = None
    """The file that keeps the entities; None for those of a change, of which a part may be another commit's."""

    @cached_property
    def survey(self) -> Survey:
        """What entry points do to data."""
        return self.make()

    def of(self, kind: str) -> Sequence[Placed]:
        """By path and line."""
        return self._all[kind]

    @cached_property
    def _all(self) -> _ByKind:
        content, shown = golden_file(self.policy, self.config)
        key = f"{self.sources.key} {sha256(content).hexdigest()}" if self.kept_in else ""
        return Keeper(self.kept_in, _ByKind).value(key, lambda: self._made(content, shown))

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
    tree, kept_in = FolderTree(request.root), request.stored("access-entities.msgpack")
    return AccessEntities(sources, tree, request.config, lambda: survey(sources, _silently), kept_in)


def of_change(base: Sources, head: Sources, policy: Tree, config: Config) -> tuple[AccessEntities, AccessEntities]:
    """Of both ends, as far as the change may concern them; of neither when it touches no file that counts."""
    blobs = [{file.path: file.blob for file in end.relevant} for end in (base, head)]
    changed = frozenset(path for path in blobs[0].keys() | blobs[1].keys() if blobs[0].get(path) != blobs[1].get(path))
    if not changed:
        return AccessEntities(base, policy, config, Survey), AccessEntities(head, policy, config, Survey)
    one = AccessEntities(base, policy, config, lambda: survey_of_base(base, changed, _silently))
    return one, AccessEntities(head, policy, config, lambda: survey_of_head(head, one.survey, _silently))


def _silently(_done: int, _total: int) -> None:
    """Nobody watches the second reading of files."""


def with_entry_points(
    entities: Callable[[str], Sequence[Placed]], of_access: Callable[[str], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, entry points among them."""
    return lambda kind: of_access(kind) if kind in KINDS else entities(kind)
