"""The files of a project -> its schemas held against its models, worked out once for the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from dxscore.domain.facts import Entity
from dxscore.domain.rule import Rule
from dxscore.domain.schema_report import Audited, Gap
from dxscore.domain.source import Unknown
from dxscore.domain.subject import Placed
from dxscore.facts.collect import Progress
from dxscore.inputs.reading import read_source
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.reading import Reading, ScanRequest
from dxscore.pipeline.schema_sources import SchemaSources

KIND = "schema_gap"
DIMENSION = "schema"


def audited(sources: SchemaSources, progress: Progress) -> Audited:
    """From the store when nothing has changed."""

    def made() -> Audited:
        # Imported here: a run whose audit is kept does without all that makes one.
        from dxscore.pipeline.schema_auditing import make_audit  # noqa: PLC0415

        return make_audit(sources, progress)

    return Keeper(sources.store / "schema.msgpack" if sources.store else None, Audited).value(sources.key, made)


def sources_of(request: ScanRequest, reading: Reading) -> SchemaSources:
    """Of what was read of a folder."""
    return SchemaSources(
        reading.listing.files,
        partial(read_source, request.root),
        FolderTree(request.root),
        reading.versions.rails or "",
        reading.versions.gems,
        request.store,
        request.config.scan.jobs,
    )


@dataclass(frozen=True)
class SchemaEntities:
    """Gaps as entities, worked out or taken from the store when a rule first asks."""

    sources: SchemaSources
    progress: Progress = lambda _done, _all: None

    @cached_property
    def audited(self) -> Audited:
        """What they are made of."""
        return audited(self.sources, self.progress)

    def of(self, _kind: str = KIND) -> Sequence[Placed]:
        """By path and line; only those in files that are listed."""
        known = {file.path for file in self.sources.files}
        return [(gap.at.path, as_entity(gap)) for gap in self.audited.audit.gaps if gap.at.path in known]

    def unknown(self, rules: Iterable[Rule]) -> tuple[Unknown, ...]:
        """Why nothing can be said of the dimension, when a rule of it is in force; nothing where a schema was read."""
        asked = any(rule.dimension == DIMENSION for rule in rules)
        return (Unknown(DIMENSION, self.audited.unknown),) if asked and self.audited.unknown else ()


def with_schema(
    entities: Callable[[str], Sequence[Placed]], of_schema: Callable[[str], Sequence[Placed]]
) -> Callable[[str], Sequence[Placed]]:
    """The entities of all kinds, the gaps of schemas among them."""
    return lambda kind: of_schema(kind) if kind == KIND else entities(kind)


def as_entity(gap: Gap) -> Entity:
    """A gap as rules see it; its attributes are listed in domain/entities.py."""
    columns = ", ".join(gap.columns)
    return Entity(
        KIND,
        gap.at.line,
        gap.at.line,
        gap.model or gap.table,
        {
            "problem": gap.problem,
            "model": gap.model,
            "table": gap.table,
            "columns": columns,
            "subject": f"{gap.table}({columns})"
            if "," in columns
            else f"{gap.table}.{columns}"
            if columns
            else gap.table,
            "name": gap.name,
            "detail": gap.detail,
            "written": f"{gap.written.path}:{gap.written.line}" if gap.written.path else "",
            "steps": "; ".join(gap.steps),
        },
    )
