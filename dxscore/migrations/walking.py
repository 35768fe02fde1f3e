"""Operations of one direction and the schema before them -> each with what was true when its turn came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.schema import Index, Schema, Table
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.replay import Replay
from dxscore.migrations.table_changes import index_made, removed_index

_LOCKING = frozenset(
    "add_column add_column_with_default remove_column remove_columns change_column change_column_null "
    "change_column_default rename_column rename_table add_foreign_key add_check_constraint add_unique_constraint "
    "add_exclusion_constraint remove_foreign_key remove_check_constraint add_reference remove_reference "
    "add_timestamps remove_timestamps drop_table add_index remove_index truncate lock_table "
    "add_not_null_constraint add_text_limit_constraint remove_constraint".split()
)
"""Statements that keep others from writing to an existing table until their transaction ends."""


class Moment(Struct, frozen=True):
    """One operation, with what was true just before it."""

    operation: Operation
    schema: Schema
    new_tables: frozenset[str] = frozenset()
    """Made earlier in the same direction of the same migration."""
    new_columns: frozenset[tuple[str, str]] = frozenset()
    locked: frozenset[str] = frozenset()
    """Existing tables that earlier statements of the same transaction keep locked."""
    referred: frozenset[str] = frozenset()
    """Existing tables that foreign keys of this migration point to so far, this operation's among them."""
    removed_indexes: tuple[tuple[str, Index], ...] = ()
    rows_written: frozenset[str] = frozenset()
    """Tables that earlier statements of the same transaction wrote to."""
    validated: frozenset[tuple[str, str]] = frozenset()
    """Table and name of constraints that earlier statements have validated."""

    @property
    def table(self) -> Table | None:
        """The table of the operation, None when it is unknown."""
        return self.schema.tables.get(self.operation.table)


@dataclass(slots=True)
class _Past:
    """What happened so far. Mutable: it lives no longer than the walk."""

    new_tables: set[str] = field(default_factory=set)
    new_columns: set[tuple[str, str]] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    removed: list[tuple[str, Index]] = field(default_factory=list)
    rows: set[str] = field(default_factory=set)
    validated: set[tuple[str, str]] = field(default_factory=set)

    def moment(self, operation: Operation, schema: Schema) -> Moment:
        self.referred.update(each for each in _references(operation) if each not in {*self.new_tables, operation.table})
        return Moment(
            operation,
            schema,
            frozenset(self.new_tables),
            frozenset(self.new_columns),
            frozenset(self.locked),
            frozenset(self.referred),
            tuple(self.removed),
            frozenset(self.rows),
            frozenset(self.validated),
        )

    def add(self, operation: Operation, schema: Schema, replay: Replay) -> None:
        name, table = operation.name, operation.table
        if name == "create_table":
            self.new_tables.add(table)
        if name == "rename_table" and table in self.new_tables:
            self.new_tables.add(operation.to)
        if name in ("add_column", "add_columns", "add_column_with_default"):
            self.new_columns.update((table, column) for column in operation.columns)
        if name in ("add_reference", "add_reference_concurrently"):
            self.new_columns.update((table, f"{column}_id") for column in operation.columns)
        if name == "add_timestamps":
            self.new_columns.update({(table, "created_at"), (table, "updated_at")})
        if name == "remove_index":
            self.removed.append((table, _index_gone(operation, schema, replay)))
        if name.startswith("validate_"):
            self.validated.add((table, str(operation.options.get("name") or operation.text)))
        if operation.around.transaction and name in _LOCKING and table not in self.new_tables:
            self.locked.add(table)
        if operation.around.transaction and operation.around.via != "ruby" and name in _ROW_WRITES:
            self.rows.add(table)


_ROW_WRITES = frozenset({"update_all", "delete_all", "insert_all", "insert", "save!", "update!", "save", "update"})


def _index_gone(operation: Operation, schema: Schema, replay: Replay) -> Index:
    table = schema.tables.get(operation.table)
    found = removed_index(table, operation) if table else None
    return found or index_made(operation, replay.setting)


def moments(migration: Migration, operations: Iterable[Operation], before: Schema, adapter: str) -> Iterator[Moment]:
    """One for each operation, and for each part of a `create_table` after it."""
    replay = Replay.of(migration.path, migration.rails, adapter)
    past = _Past()
    schema = before
    for operation in operations:
        yield past.moment(operation, schema)
        past.add(operation, schema, replay)
        schema = replay.apply(schema, operation)
        if operation.name == "create_table":
            for part in operation.parts:
                yield past.moment(part, schema)
                past.add(part, schema, replay)


def _references(operation: Operation) -> Iterator[str]:
    """The tables that foreign keys of the operation point to."""
    if operation.name == "add_foreign_key":
        yield operation.to
    elif operation.name in ("add_reference", "add_reference_concurrently"):
        key = operation.options.get("foreign_key")
        if key:
            target = key.get("to_table") if isinstance(key, Mapping) else None
            for column in operation.columns:
                yield str(target) if target else referred_table(column)
    elif operation.name == "create_table":
        for part in operation.parts:
            yield from (each for each in _references(replace(part, table="")) if each != operation.table)
