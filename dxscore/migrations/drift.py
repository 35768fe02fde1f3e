"""Migrations and the committed schema -> where the schema is not what the migrations give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from dxscore.domain.migration import Migration, Operation
from dxscore.domain.schema import Schema, Table
from dxscore.migrations.history import is_applied, taken_back
from dxscore.migrations.replay import Replay


class Difference(Struct, frozen=True):
    """A table or column that only one of both has."""

    table: str
    column: str
    """'' for the whole table."""
    only_in_schema: bool

    @property
    def words(self) -> str:
        """`users.age is missing from the schema`."""
        what = f"{self.table}.{self.column}" if self.column else self.table
        return f"{what} is still in the schema" if self.only_in_schema else f"{what} is missing from the schema"


def differences(replayed: Schema, committed: Schema) -> Iterator[Difference]:
    """Of tables and columns, by name."""
    for name in sorted(replayed.tables.keys() | committed.tables.keys()):
        made, kept = replayed.tables.get(name), committed.tables.get(name)
        if made is None or kept is None:
            yield Difference(name, "", made is None)
        else:
            yield from _of_table(made, kept)


def _of_table(made: Table, kept: Table) -> Iterator[Difference]:
    names, others = ({column.name for column in table.columns} for table in (made, kept))
    yield from (Difference(made.name, name, name in others) for name in sorted(names ^ others))


def drift(migrations: Sequence[Migration], committed: Schema) -> Mapping[str, str]:
    """Path of a migration -> what the schema says otherwise, in words; '' for none.

    The schema is taken back to before the migrations (the newest, in their order) and brought forward again: what
    differs then was not dumped, or was edited by hand. Only what a migration names without a condition counts.
    """
    applied = [each for each in migrations if is_applied(each, committed)]
    schema = committed
    for migration in reversed(applied):
        schema = taken_back(migration, schema)
    for migration in applied:
        schema = Replay.of(migration.path, migration.rails, committed.adapter).apply_all(schema, migration.ways.up)
    found = list(differences(schema, committed))
    return {each.path: "; ".join(_told(each, found)) for each in applied}


def _told(migration: Migration, found: Sequence[Difference]) -> Iterator[str]:
    surely = [each for each in migration.ways.up if not each.around.guarded and each.around.via == "ruby"]
    for difference in found:
        if any(_names(operation, difference) for operation in surely):
            yield difference.words


def _names(operation: Operation, difference: Difference) -> bool:
    if operation.table != difference.table:
        return False
    wanted = (
        ("remove_column", "remove_columns", "drop_table")
        if difference.only_in_schema
        else ("add_column", "create_table")
    )
    return operation.name in wanted and (not difference.column or difference.column in operation.columns)
