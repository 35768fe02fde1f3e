"""The files of a project -> its schemas held against its models, worked out once for the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from dxscore import __version__
from dxscore.domain.facts import Entity
from dxscore.domain.rule import Rule
from dxscore.domain.schema_report import Audited, Gap
from dxscore.domain.source import FileKind, SourceFile, Unknown
from dxscore.domain.subject import Placed
from dxscore.facts.collect import Progress, Read
from dxscore.inputs.reading import read_source
from dxscore.inputs.tree import FolderTree, Tree
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.reading import Reading, ScanRequest

KIND = "schema_gap"
DIMENSION = "schema"
_VERSION = 3
"""Raise it when the same files would give another audit."""


@dataclass(frozen=True, slots=True)
class SchemaSources:
    """What an audit is made of: one version of a project."""

    files: Sequence[SourceFile]
    read: Read
    tree: Tree
    rails: str
    """The locked version, '' when it is not known."""
    gems: Mapping[str, str]
    """Locked: name -> version."""
    store: Path | None = None
    """The folder for caches, None when there is to be none."""
    jobs: int = 0

    @property
    def key(self) -> str:
        """Of everything that decides what an audit says."""
        from dxscore.facts.collect_code import code_digest  # noqa: PLC0415 - as late as what uses it
        from dxscore.inputs.databases import schema_files  # noqa: PLC0415

        listed = schema_files(self.tree, self.gems)
        digest = blake2b(repr((_VERSION, __version__, code_digest(), self.rails, listed)).encode(), digest_size=16)
        for file in self.relevant:
            digest.update(f"{file.path}\0{file.blob}\0".encode("utf-8", "surrogateescape"))
        for one in listed:
            digest.update(self.tree.read(one.path))
        return digest.hexdigest()

    @property
    def relevant(self) -> tuple[SourceFile, ...]:
        """Ruby that is no test."""
        return tuple(file for file in self.files if file.kind is FileKind.RUBY)


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
