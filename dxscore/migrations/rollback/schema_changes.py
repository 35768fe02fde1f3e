"""Migrations of a change -> columns that the previous release needs and no longer finds as they were, or at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.domain.migration import Operation
from dxscore.domain.model import Model, Models
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.schema import Column, Schema, Table
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback.column_types import TypeChange, type_change
from dxscore.migrations.rollback.gone import CONTRACT, Place, reasons_for_gone, schemas_of
from dxscore.migrations.rollback.release import ReleaseChange

_LOOSE = "Keep the column nullable, or give it a default, until no release that leaves it empty can come back."
_NOT_NULL_CHECK = re.compile(r"""["`]?(\w+)["`]?\s+IS\s+NOT\s+NULL""", re.IGNORECASE)


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """What is gone, then what is asked of columns that stay."""
    if not change.migrations:
        return
    yield from reasons_for_gone(change)
    for before, after in schemas_of(change):
        yield from _of_columns(before, after, change)
        yield from _of_enums(before, after, change)


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
            yield Reason(RollbackKind.ENUM_VALUE, Verdict.UNSAFE, *place, said, CONTRACT)


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
