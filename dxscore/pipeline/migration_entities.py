"""What was read of a project -> the entities of its new migrations, worked out when a rule first asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from dxscore.domain.landing import Landings
from dxscore.domain.ruby import RubyCode
from dxscore.domain.source import SourceFile
from dxscore.domain.subject import Placed
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Read
from dxscore.inputs.reading import read_source
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.reading import Reading, ScanRequest

if TYPE_CHECKING:
    from dxscore.pipeline.migrations import Migrations

KINDS = ("migration", "migration_step")
"""Of entities that are made of new migrations."""
_KINDS_BESIDE = ("migration_order", "unfinished_change", "large_dependent")
"""Of entities that git, old migrations, the schema and models make."""
_DAYS_BEFORE = 365
_Entities = Callable[[str], Sequence[Placed]]


@dataclass(frozen=True)
class MigrationEntities:
    """Entities of new migrations, worked out when a rule first asks."""

    request: ScanRequest
    reading: Reading

    @cached_property
    def migrations(self) -> Migrations:
        """What they are made of."""
        return migrations_of(self.request, self.reading)

    def of(self, kind: str) -> Sequence[Placed]:
        """By path and line."""
        return self.migrations.entities(kind)


def migrations_of(request: ScanRequest, reading: Reading) -> Migrations:
    """The migrations of what was read, new ones by its configuration."""
    # Imported here: a scan without rules about migrations does without the interpreter.
    from dxscore.pipeline.migrations import Migrations  # noqa: PLC0415

    return Migrations(
        FolderTree(request.root),
        {file.path: file for file in reading.listing.files},
        lowering(
            partial(read_source, request.root), FactsCache.at(request.stored("facts.db")), request.config.scan.jobs
        ),
        reading.versions,
        request.config.migrations,
        request.as_of,
        landings=partial(_landings, request, reading),
    )


def _landings(request: ScanRequest, reading: Reading) -> Landings:
    """Of the days that new migrations are from, and of a year before: columns are ignored before they are dropped."""
    from dxscore.inputs.history.landings import read_landings  # noqa: PLC0415 - only where a column is dropped

    since = request.as_of - timedelta(days=request.config.migrations.days + _DAYS_BEFORE)
    return read_landings(reading.listing.repository, since)


def lowering(
    read: Read, cache: FactsCache | None, jobs: int
) -> Callable[[Sequence[SourceFile]], Mapping[str, RubyCode]]:
    """Lowers files by what reads them, with a cache."""

    def lower(files: Sequence[SourceFile]) -> Mapping[str, RubyCode]:
        from dxscore.facts.collect_code import collect_code  # noqa: PLC0415 - see above

        return collect_code(files, read, cache, jobs, lambda _done, _all: None).code

    return lower


def with_migrations(entities: _Entities, of_migrations: _Entities) -> _Entities:
    """The entities of all kinds, those of migrations among them."""
    return lambda kind: of_migrations(kind) if kind in (*KINDS, *_KINDS_BESIDE) else entities(kind)
