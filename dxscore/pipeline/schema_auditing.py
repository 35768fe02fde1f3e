"""A version of a project -> its schemas held against its models, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain.model import Models
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Place, Schema, Unread
from dxscore.domain.schema_report import Audit, Audited
from dxscore.domain.source import FileKind
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Progress
from dxscore.facts.collect_code import collect_code
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.lowering import lower
from dxscore.inputs.databases import SchemaFile, schema_files, schema_text
from dxscore.pipeline.schema_sources import SchemaSources
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models
from dxscore.schema.audit import audit
from dxscore.schema.finders import assigned_attributes, finders_in
from dxscore.schema.ground import Ground
from dxscore.schema.ruby_schema import read_ruby_schema, undumped_tables
from dxscore.schema.sql import read_sql_schema

_RUN_ONCE = ("db/", "script/", "bin/")
"""Beginnings of paths of code whose queries need no index."""
NO_SCHEMA = "no db/schema.rb or db/structure.sql is committed"


def make_audit(sources: SchemaSources, progress: Progress) -> Audited:
    """Whatever the store holds of it."""
    schemas = read_schemas(sources)
    if not any(schema.tables for schema in schemas):
        reason = "; ".join(one.reason for schema in schemas for one in schema.unread[:1]) or "no table is in it"
        return Audited((), Audit(), {}, f"{schemas[0].path}: {reason}" if schemas else NO_SCHEMA)
    code = _code(sources, progress)
    program = build_program(code)
    models = build_models(program, read_inflections(program))
    running = {path: one for path, one in code.items() if not path.startswith(_RUN_ONCE)}
    finders = tuple(finders_in(running, models.by_name.__contains__))
    ground = Ground(schemas, models, _assigned(code, models), finders)
    return Audited(schemas, audit(ground), dict(_homes(ground)))


def read_schemas(sources: SchemaSources) -> tuple[Schema, ...]:
    """Of all databases, the main one first; a file that can't be read gives a schema with nothing but the reason."""
    files = schema_files(sources.tree, sources.gems)
    return tuple(_schema(sources, file) for file in files)


def _schema(sources: SchemaSources, file: SchemaFile) -> Schema:
    text = schema_text(sources.tree, file.path)
    if file.is_sql:
        return read_sql_schema(text, file.path, file.adapter, file.database)
    try:
        code = lower(text.encode(), FileKind.RUBY)
    except UnreadableSource as error:
        return Schema(file.database, file.adapter, file.path, unread=(_unread(file, error),))
    schema = read_ruby_schema(code, file.path, file.adapter, sources.rails, file.database)
    return replace(schema, unread=schema.unread + undumped_tables(text, file.path))


def _unread(file: SchemaFile, error: UnreadableSource) -> Unread:
    return Unread(Place(file.path, 1), "", f"{error.reason} {error.detail}".strip())


def _code(sources: SchemaSources, progress: Progress) -> Mapping[str, RubyCode]:
    cache = FactsCache.at(sources.store / "facts.db") if sources.store else None
    return collect_code(sources.relevant, sources.read, cache, sources.jobs, progress).code


def _assigned(code: Mapping[str, RubyCode], models: Models) -> dict[str, frozenset[str]]:
    paths = {model.path for model in models.by_name.values()}
    return {path: assigned_attributes(code[path]) for path in sorted(paths & code.keys())}


def _homes(ground: Ground) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each model on a table, with the table and its file."""
    for model, table in ground.stood:
        yield model.name, (table.name, model.path)
