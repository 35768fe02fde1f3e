"""Migrations in their order and the schema that is committed -> the schema before each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dxscore.copying import replace
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.schema import Column, Schema, Table
from dxscore.migrations.inverting import inverse
from dxscore.migrations.replay import Replay
from dxscore.migrations.step_names import removed_columns


def schemas_before(
    migrations: Sequence[Migration], committed: Schema, pending: Collection[str] = ()
) -> Mapping[str, Schema]:
    """By path. `migrations` are the newest ones, in their order: nothing older is looked at.

    The committed schema does not contain those of the `pending` paths, whatever their versions.

    Those that the committed schema contains are taken back from it, newest first; what they threw away comes back as
    far as they say what it was, else as a column or table of which only the name is known.
    """
    schema = committed
    for migration in reversed(migrations):
        if migration.path not in pending and is_applied(migration, committed):
            schema = taken_back(migration, schema)
    before = {}
    for migration in migrations:
        before[migration.path] = schema
        schema = Replay.of(migration.path, migration.rails, committed.adapter).apply_all(schema, migration.ways.up)
    return before


def is_applied(migration: Migration, committed: Schema) -> bool:
    """Whether the schema is one after the migration."""
    if committed.versions:
        return migration.version in committed.versions
    return bool(committed.version) and int(migration.version or 0) <= int(committed.version)


def taken_back(migration: Migration, schema: Schema) -> Schema:
    """The schema before the migration, of the one after it."""
    replay = Replay.of(migration.path, migration.rails, schema.adapter)
    for operation in reversed(migration.ways.up):
        schema = replay.apply_all(_with_lost(operation, schema), _inverses(operation))
    told = [each for each in migration.ways.down if each.name == "change_column" or _adds_column(each, schema)]
    return replay.apply_all(schema, told)


def _inverses(operation: Operation) -> Iterator[Operation]:
    plain = replace(operation, around=replace(operation.around, via="ruby"))
    yield from (each for each in inverse(plain) if each.name not in ("irreversible", operation.name, "unknown"))
    if operation.name in _SYMMETRIC:
        yield from (each for each in inverse(plain) if each.name == operation.name)


_SYMMETRIC = frozenset({"rename_column", "rename_table", "rename_index", "change_column_null", "change_column_default"})


def _adds_column(operation: Operation, schema: Schema) -> bool:
    """Whether the way down tells the type of a column of which only the name is known."""
    table = schema.tables.get(operation.table)
    known = [table.column(name) for name in operation.columns] if table else []
    return operation.name == "add_column" and any(column is not None and not column.type for column in known)


def _with_lost(operation: Operation, schema: Schema) -> Schema:
    """With what the operation threw away without saying what it was."""
    match operation.name:
        case "remove_column" | "remove_columns" | "remove_timestamps" if not operation.type:
            return _with_columns(schema, operation.table, removed_columns(operation))
        case "change_column":
            return _forgotten(schema, operation.table, operation.columns)
        case "drop_table" if not operation.parts and operation.table not in schema.tables:
            return replace(schema, tables={**schema.tables, operation.table: Table(operation.table)})
    return schema


def _with_columns(schema: Schema, name: str, columns: Iterable[str]) -> Schema:
    table = schema.tables.get(name)
    if table is None:
        return schema
    missing = tuple(Column(each, "") for each in columns if table.column(each) is None)
    return replace(schema, tables={**schema.tables, name: replace(table, columns=(*table.columns, *missing))})


def _forgotten(schema: Schema, name: str, columns: Sequence[str]) -> Schema:
    """The columns with an unknown type."""
    table = schema.tables.get(name)
    if table is None:
        return schema
    kept = tuple(replace(each, type="") if each.name in columns else each for each in table.columns)
    return replace(schema, tables={**schema.tables, name: replace(table, columns=kept)})
