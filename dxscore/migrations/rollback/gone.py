"""Migrations of a change -> columns and tables that go, each with what the previous release does with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.migration import Operation
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.schema import Schema, Table
from dxscore.domain.verdict import Verdict
from dxscore.migrations.replay import Replay
from dxscore.migrations.rollback.release import ReleaseChange
from dxscore.migrations.rollback.uses import Named, Use, column_use, is_ignored, table_use, where
from dxscore.migrations.step_names import removed_columns

CONTRACT = (
    "Let a release that no longer uses it (for a column: with `ignored_columns`) stand for a while, and drop it after "
    "that."
)
_TWO_STEPS = (
    "Add the new name beside the old one, write both, move readers over, and drop the old one in a later release."
)

Place: TypeAlias = "tuple[str, int]"


class Gone(Struct, frozen=True):
    """Something that the change takes away."""

    table: str
    column: str
    """'' for the whole table."""
    to: str
    """The new name, '' for what is dropped."""
    place: Place


def reasons_for_gone(change: ReleaseChange) -> Iterator[Reason]:
    """One for each column and table."""
    if gone := list(_gone(change)):
        yield from _needed(gone, change)


def _gone(change: ReleaseChange) -> Iterator[Gone]:
    """Columns and tables that were there before the change and are not after it."""
    pairs = list(schemas_of(change))
    known = {name: table for before, _ in pairs for name, table in before.tables.items()}
    left = {name: table for _, after in pairs for name, table in after.tables.items()}
    for migration in change.migrations:
        for each in migration.ways.up:
            for gone in _taken_away(each, migration.path):
                if _was_there(gone, known, pairs) and not _is_there(gone, left):
                    yield gone


def _taken_away(operation: Operation, path: str) -> Iterator[Gone]:
    place = path, operation.line
    match operation.name:
        case "remove_column" | "remove_columns" | "remove_timestamps" | "remove_reference":
            for column in removed_columns(operation):
                yield Gone(operation.table, column, "", place)
        case "rename_column" | "finalize_column_rename":
            yield from (Gone(operation.table, column, operation.to, place) for column in operation.columns)
        case "drop_table":
            yield Gone(operation.table, "", "", place)
        case "rename_table":
            yield Gone(operation.table, "", operation.to, place)


def _was_there(gone: Gone, known: Mapping[str, Table], pairs: list[tuple[Schema, Schema]]) -> bool:
    """Without a schema, whatever a migration takes away was there."""
    if not any(before.tables for before, _ in pairs):
        return "?" not in (gone.table, gone.column)
    table = known.get(gone.table)
    return table is not None and (not gone.column or table.column(gone.column) is not None)


def _is_there(gone: Gone, left: Mapping[str, Table]) -> bool:
    table = left.get(gone.table)
    return table is not None and (not gone.column or table.column(gone.column) is not None)


def _needed(gone: list[Gone], change: ReleaseChange) -> Iterator[Reason]:
    """Each with what the previous release does with it."""
    models = change.base.all_models()
    words = frozenset(each.column or each.table for each in gone)
    mentions = change.base.naming(words)
    columns = [
        column.name
        for schema in change.base.schemas.values()
        for table in schema.tables.values()
        for column in table.columns
    ]
    for each in gone:
        if each.column:
            alone = columns.count(each.column) <= 1 and len(each.column) > 3 and "_" in each.column
            named = Named(each.table, each.column, models.of_table(each.table), alone)
            yield from _of_column(each, named, None if is_ignored(named) else column_use(named, mentions))
        else:
            yield _of_table(each, table_use(each.table, models, mentions))


def _of_column(gone: Gone, named: Named, use: Use | None) -> Iterator[Reason]:
    kind = RollbackKind.COLUMN_RENAMED if gone.to else RollbackKind.COLUMN_DROPPED
    what = f"{gone.table}.{gone.column} is {f'renamed to {gone.to}' if gone.to else 'dropped'}"
    advice = _TWO_STEPS if gone.to else CONTRACT
    if use is None:
        said = "all its models ignore it" if is_ignored(named) else "nothing in the previous release names it"
        yield Reason(kind, Verdict.SAFE, *gone.place, f"{what}; {said}", advice)
    elif use.sure:
        yield Reason(
            kind, Verdict.UNSAFE, *gone.place, f"{what}, but the previous release uses it: {where(use)}", advice
        )
    else:
        yield Reason(
            kind, Verdict.UNKNOWN, *gone.place, f"{what}, and the previous release may use it: {where(use)}", advice
        )


def _of_table(gone: Gone, use: Use | None) -> Reason:
    kind = RollbackKind.TABLE_RENAMED if gone.to else RollbackKind.TABLE_DROPPED
    what = f"table {gone.table} is {f'renamed to {gone.to}' if gone.to else 'dropped'}"
    advice = _TWO_STEPS if gone.to else CONTRACT
    if use is None:
        return Reason(kind, Verdict.SAFE, *gone.place, f"{what}; nothing in the previous release uses it", advice)
    verdict = Verdict.UNSAFE if use.sure else Verdict.UNKNOWN
    return Reason(kind, verdict, *gone.place, f"{what}, but the previous release has {where(use)}", advice)


def schemas_of(change: ReleaseChange) -> Iterator[tuple[Schema, Schema]]:
    """Of each database that a migration of the change is about: before, after."""
    by_database: dict[str, tuple[Schema, Schema]] = {}
    for migration in change.migrations:
        schema = change.before.get(migration.path, Schema())
        before = by_database.get(schema.database, (schema, schema))[0]
        replay = Replay.of(migration.path, migration.rails, schema.adapter)
        by_database[schema.database] = before, replay.apply_all(schema, migration.ways.up)
    yield from by_database.values()
