"""Migrations of a change -> columns and tables that the previous release needs and no longer finds as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from dxscore.domain.migration import Operation
from dxscore.domain.model import Model, Models
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.schema import Column, Schema, Table
from dxscore.domain.verdict import Verdict
from dxscore.migrations.replay import Replay
from dxscore.migrations.rollback.column_types import TypeChange, type_change
from dxscore.migrations.rollback.release import ReleaseChange
from dxscore.migrations.rollback.uses import Named, Use, column_use, is_ignored, table_use, where
from dxscore.migrations.step_names import removed_columns

_CONTRACT = (
    "Let a release that no longer uses it (for a column: with `ignored_columns`) stand for a while, and drop it after "
    "that."
)
_TWO_STEPS = (
    "Add the new name beside the old one, write both, move readers over, and drop the old one in a later release."
)
_LOOSE = "Keep the column nullable, or give it a default, until no release that leaves it empty can come back."
_NOT_NULL_CHECK = re.compile(r"""["`]?(\w+)["`]?\s+IS\s+NOT\s+NULL""", re.IGNORECASE)

Place = tuple[str, int]


class Gone(Struct, frozen=True):
    """Something that the change takes away."""

    table: str
    column: str
    """'' for the whole table."""
    to: str
    """The new name, '' for what is dropped."""
    place: Place


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """What is gone, then what is asked of columns that stay."""
    if not change.migrations:
        return
    gone = list(_gone(change))
    if gone:
        yield from _needed(gone, change)
    for before, after in _schemas(change):
        yield from _of_columns(before, after, change)
        yield from _of_enums(before, after, change)


def _gone(change: ReleaseChange) -> Iterator[Gone]:
    """Columns and tables that were there before the change and are not after it."""
    pairs = list(_schemas(change))
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


def _schemas(change: ReleaseChange) -> Iterator[tuple[Schema, Schema]]:
    """Of each database that a migration of the change is about: before, after."""
    by_database: dict[str, tuple[Schema, Schema]] = {}
    for migration in change.migrations:
        schema = change.before.get(migration.path, Schema())
        before = by_database.get(schema.database, (schema, schema))[0]
        replay = Replay.of(migration.path, migration.rails, schema.adapter)
        by_database[schema.database] = before, replay.apply_all(schema, migration.ways.up)
    yield from by_database.values()


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
    advice = _TWO_STEPS if gone.to else _CONTRACT
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
    advice = _TWO_STEPS if gone.to else _CONTRACT
    if use is None:
        return Reason(kind, Verdict.SAFE, *gone.place, f"{what}; nothing in the previous release uses it", advice)
    verdict = Verdict.UNSAFE if use.sure else Verdict.UNKNOWN
    return Reason(kind, verdict, *gone.place, f"{what}, but the previous release has {where(use)}", advice)


def _of_columns(before: Schema, after: Schema, change: ReleaseChange) -> Iterator[Reason]:
    """Columns of tables that stay."""
    for name, table in sorted(after.tables.items()):
        was = before.tables.get(name)
        if was is None or was == table:
            continue
        for column in table.columns:
            old = was.column(column.name)
            place = _place(change, name, column.name)
            if _wants_value(column, table) and (old is None or not _wants_value(old, was)):
                yield from _of_not_null(name, column, old, place, change)
            if old is not None and (found := type_change(old, column, after.adapter)) is not TypeChange.FITS:
                yield _of_type(name, old, column, found, place)
        yield from _of_checks(was, table, change)


def _wants_value(column: Column, table: Table) -> bool:
    """Whether a row without it is refused."""
    return not column.null and not column.has_default and column.name not in table.primary_key


def _of_not_null(
    table: str, column: Column, old: Column | None, place: Place, change: ReleaseChange
) -> Iterator[Reason]:
    if column.name in ("created_at", "updated_at", "created_on", "updated_on"):
        return
    what = f"{table}.{column.name} must have a value and has no default"
    if old is None:
        said = f"{what}; the previous release does not know it and can't insert a row"
        yield Reason(RollbackKind.NOT_NULL, Verdict.UNSAFE, *place, said, _LOOSE)
        return
    models = change.base.all_models().of_table(table)
    if models and all(_fills(model, column.name) for model in models):
        said = f"{what}; the previous release validates it, too"
        yield Reason(RollbackKind.NOT_NULL, Verdict.SAFE, *place, said, _LOOSE)
    else:
        was = "could be empty" if old.null else "had a default"
        said = f"{what}; it {was} before, and no model of the previous release makes sure that it is filled"
        yield Reason(RollbackKind.NOT_NULL, Verdict.UNSAFE, *place, said, _LOOSE)


def _fills(model: Model, column: str) -> bool:
    """By a validation that always runs; a required `belongs_to` fills its key."""
    keys = {each.name for each in model.associations.values() if column in each.foreign_key}
    present = any(
        each.kind in ("presence", "inclusion", "numericality") and each.always and not each.allow_nil
        and {column, *keys} & set(each.attributes)
        for each in model.validations
    )  # fmt: skip
    required = any(column in each.foreign_key and each.optional is False for each in model.associations.values())
    return present or required


def _of_type(table: str, old: Column, new: Column, found: TypeChange, place: Place) -> Reason:
    what = f"{table}.{old.name} turns from {_type(old)} into {_type(new)}"
    if found is TypeChange.OTHER:
        said = f"{what}: the previous release reads and writes it as {old.type}"
        advice = "Add a column of the new type beside the old one, write both, and drop the old one in a later release."
        return Reason(RollbackKind.COLUMN_TYPE, Verdict.UNSAFE, *place, said, advice)
    said = f"{what}: what the previous release writes may not fit"
    advice = "See that no value is too long or too large, for old code as well."
    return Reason(RollbackKind.COLUMN_TYPE, Verdict.UNKNOWN, *place, said, advice)


def _type(column: Column) -> str:
    size = f"({column.limit})" if column.limit is not None else ""
    return f"{column.type}{size}{'[]' if column.array else ''}"


def _of_checks(was: Table, table: Table, change: ReleaseChange) -> Iterator[Reason]:
    """New constraints on columns that were there: the previous release was written without them."""
    known = {each.name for each in was.checks}
    for check in table.checks:
        column = _NOT_NULL_CHECK.fullmatch(check.expression.strip("() "))
        old = was.column(column[1]) if column else None
        if check.name not in known and old is not None and old.null:
            yield from _of_not_null(table.name, old, old, (check.at.path, check.at.line), change)
    old_indexes = {(each.columns, each.where) for each in was.indexes if each.unique}
    for index in table.indexes:
        if index.unique and index.plain and (index.columns, index.where) not in old_indexes:
            yield from _of_unique(was, index.columns, (index.at.path, index.at.line), change)


def _of_unique(was: Table, columns: tuple[str, ...], place: Place, change: ReleaseChange) -> Iterator[Reason]:
    if not columns or any(was.column(each) is None for each in columns):
        return
    models: Models = change.base.all_models()
    for model in models.of_table(was.name):
        if any(
            each.kind == "uniqueness" and each.always and _same_columns(each, columns) for each in model.validations
        ):
            return
    said = f"{was.name} ({', '.join(columns)}) must be unique now; the previous release does not check that itself"
    advice = "It gets ActiveRecord::RecordNotUnique where it wrote duplicates; see that it can live with that."
    yield Reason(RollbackKind.CONSTRAINT, Verdict.SAFE, *place, said, advice)


def _same_columns(validation: object, columns: tuple[str, ...]) -> bool:
    attributes, scope = getattr(validation, "attributes", ()), getattr(validation, "scope", ())
    return any({each, *scope} <= set(columns) for each in attributes)


def _of_enums(before: Schema, after: Schema, change: ReleaseChange) -> Iterator[Reason]:
    for name, enum in sorted(before.enums.items()):
        now = after.enums.get(name)
        lost = sorted(set(enum.values) - set(now.values)) if now else []
        if lost:
            said = f"the database's enum {name} loses {', '.join(lost)}: the previous release can't write or compare it"
            place = _enum_place(change, name)
            yield Reason(RollbackKind.ENUM_VALUE, Verdict.UNSAFE, *place, said, _CONTRACT)


def _enum_place(change: ReleaseChange, name: str) -> Place:
    found = [(one.path, each.line) for one in change.migrations for each in one.ways.up if each.text == name]
    return found[-1] if found else (change.migrations[-1].path, change.migrations[-1].line)


def _place(change: ReleaseChange, table: str, column: str) -> Place:
    """The last statement about a column, else about its table."""
    found = [(migration, each) for migration in change.migrations for each in migration.ways.up if each.table == table]
    about = [(migration, each) for migration, each in found if _is_about(each, column)]
    if not found:
        return change.migrations[-1].path, change.migrations[-1].line
    migration, each = (about or found)[-1]
    return migration.path, each.line


def _is_about(operation: Operation, column: str) -> bool:
    bare = column.removesuffix("_id").removesuffix("_type")
    return column in operation.columns or column == operation.to or bare in operation.columns
