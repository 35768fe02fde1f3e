"""A table and an operation on it -> the table after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.migration import Code, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.domain.schema import Column, ForeignKey, Index, Place, Table
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.literals import written, written_options
from dxscore.schema.constraints import check_of, exclusion_of, foreign_key_of, index_of, unique_constraint_of
from dxscore.schema.defaults import Defaults
from dxscore.schema.definitions import column_of, reference_of, timestamps_of
from dxscore.schema.tables import with_piece, with_pieces


class Setting(Struct, frozen=True):
    """Of a migration."""

    path: str
    defaults: Defaults

    def at(self, operation: Operation) -> Place:
        """Where it stands."""
        return Place(self.path, operation.line)


_Change = Callable[[Table, Operation, Setting], Table]


def _add_column(table: Table, operation: Operation, setting: Setting) -> Table:
    if operation.options.get("if_not_exists") and any(table.column(name) for name in operation.columns):
        return table
    options = written_options(operation.options)
    for name in operation.columns:
        column = column_of(name, operation.type or "?", options, setting.at(operation))
        table = with_piece(table, column)
        if operation.type == "primary_key":
            table = replace(table, primary_key=(name,))
    return table


def _remove_columns(table: Table, operation: Operation, _setting: Setting) -> Table:
    gone = set(operation.columns)
    return replace(
        table,
        columns=tuple(each for each in table.columns if each.name not in gone),
        indexes=tuple(_narrowed(each, gone) for each in table.indexes if not gone.issuperset(each.columns or ("",))),
        foreign_keys=tuple(each for each in table.foreign_keys if not gone.intersection(each.columns)),
        checks=tuple(each for each in table.checks if not any(_mentions(each.expression, name) for name in gone)),
        unique_constraints=tuple(each for each in table.unique_constraints if not gone.intersection(each.columns)),
    )


def _narrowed(index: Index, gone: set[str]) -> Index:
    """MySQL takes a dropped column out of an index; PostgreSQL drops the index, see `without_partial`."""
    return replace(index, parts=tuple(part for part in index.parts if part.column not in gone or not part.column))


def _mentions(expression: str, name: str) -> bool:
    words = expression.replace("(", " ").replace(")", " ").replace('"', " ").replace("`", " ").split()
    return name in words


def _remove_column(table: Table, operation: Operation, setting: Setting) -> Table:
    if setting.defaults.adapter in ("postgresql", "unknown", "sqlite"):
        gone = set(operation.columns)
        kept = tuple(each for each in table.indexes if not gone.intersection((*each.columns, *each.include)))
        table = replace(table, indexes=kept)
    return _remove_columns(table, operation, setting)


def _change_column(table: Table, operation: Operation, setting: Setting) -> Table:
    options = written_options(operation.options)
    for name in operation.columns:
        old = table.column(name)
        new = column_of(name, operation.type or "?", options, setting.at(operation))
        if old is None:
            continue
        new = _keeping(new, old, operation)
        table = _with_column(table, new)
    return table


def _keeping(new: Column, old: Column, operation: Operation) -> Column:
    """PostgreSQL keeps NULL and default unless told; MySQL forgets them, and Rails says them again."""
    if "null" not in operation.options:
        new = replace(new, null=old.null)
    if "default" not in operation.options:
        new = replace(new, default=old.default, default_function=old.default_function)
    if "comment" not in operation.options:
        new = replace(new, comment=old.comment)
    return replace(new, automatic=old.automatic or new.automatic)


def _with_column(table: Table, column: Column) -> Table:
    return replace(table, columns=tuple(column if each.name == column.name else each for each in table.columns))


def _change_default(table: Table, operation: Operation, _setting: Setting) -> Table:
    given = operation.options.get("default")
    if isinstance(given, Mapping) and "to" in given:
        given = given["to"]
    elif "to" in operation.options:
        given = operation.options["to"]
    for name in operation.columns:
        if column := table.column(name):
            table = _with_column(table, _with_default(column, given))
    return table


def _with_default(column: Column, given: object) -> Column:
    if isinstance(given, Code):
        return replace(column, default=None, default_function=given.sql)
    if given is UNKNOWN:
        return replace(column, default=None, default_function="?")
    made = column_of(column.name, column.type, {"default": written(given)}, column.at)
    return replace(column, default=made.default, default_function=made.default_function)


def _change_null(table: Table, operation: Operation, _setting: Setting) -> Table:
    null = operation.options.get("null")
    for name in operation.columns:
        if (column := table.column(name)) and isinstance(null, bool):
            table = _with_column(table, replace(column, null=null))
    return table


def _rename_column(table: Table, operation: Operation, _setting: Setting) -> Table:
    if not operation.columns or operation.to in ("", "?"):
        return table
    old, new = operation.columns[0], operation.to
    return replace(
        table,
        columns=tuple(replace(each, name=new) if each.name == old else each for each in table.columns),
        primary_key=_swapped(table.primary_key, old, new),
        indexes=tuple(_index_renamed(each, table.name, old, new) for each in table.indexes),
        foreign_keys=tuple(replace(each, columns=_swapped(each.columns, old, new)) for each in table.foreign_keys),
        unique_constraints=tuple(
            replace(each, columns=_swapped(each.columns, old, new)) for each in table.unique_constraints
        ),
    )


def _swapped(names: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _index_renamed(index: Index, table: str, old: str, new: str) -> Index:
    """Rails renames an index that has its own name along with the column."""
    by_rails = index.name == f"index_{table}_on_{'_and_'.join(index.columns)}"
    parts = tuple(replace(part, column=new) if part.column == old else part for part in index.parts)
    columns = tuple(part.column for part in parts if part.column)
    name = f"index_{table}_on_{'_and_'.join(columns)}" if by_rails else index.name
    return replace(index, parts=parts, name=name)


def index_made(operation: Operation, setting: Setting) -> Index:
    """The index that `add_index` makes."""
    columns: object = operation.columns if len(operation.columns) != 1 else operation.columns[0]
    from dxscore.domain.ruby_values import value_of  # noqa: PLC0415

    return index_of(
        operation.table, value_of(written(columns)), written_options(operation.options), setting.at(operation)
    )


def _add_index(table: Table, operation: Operation, setting: Setting) -> Table:
    index = index_made(operation, setting)
    others = tuple(each for each in table.indexes if each.name != index.name)
    return replace(table, indexes=(*others, index))


def removed_index(table: Table, operation: Operation) -> Index | None:
    """The index that `remove_index` takes away: by name, else by columns."""
    name = operation.options.get("name")
    if name:
        return next((each for each in table.indexes if each.name == name), None)
    return next((each for each in table.indexes if each.columns == operation.columns), None)


def _remove_index(table: Table, operation: Operation, _setting: Setting) -> Table:
    gone = removed_index(table, operation)
    return replace(table, indexes=tuple(each for each in table.indexes if each is not gone))


def _rename_index(table: Table, operation: Operation, _setting: Setting) -> Table:
    renamed = tuple(replace(each, name=operation.to) if each.name == operation.text else each for each in table.indexes)
    return replace(table, indexes=renamed)


def _add_reference(table: Table, operation: Operation, setting: Setting) -> Table:
    options = {key: value for key, value in operation.options.items() if key != "first"}
    for name in operation.columns:
        options = _with_target(name, options)
        pieces = reference_of(name, written_options(options), table.name, setting.at(operation), setting.defaults)
        table = with_pieces(table, pieces)
    return table


def _with_target(name: str, options: dict[str, object]) -> dict[str, object]:
    """A foreign key without a table points to that of the reference's plural."""
    key = options.get("foreign_key")
    if not key or (isinstance(key, Mapping) and "to_table" in key):
        return options
    given = key if isinstance(key, Mapping) else {}
    return {**options, "foreign_key": {"to_table": referred_table(name), **given}}


def _remove_reference(table: Table, operation: Operation, setting: Setting) -> Table:
    suffixes = ("_id", "_type") if operation.options.get("polymorphic") else ("_id",)
    columns = tuple(f"{name}{suffix}" for name in operation.columns for suffix in suffixes)
    return _remove_column(table, replace(operation, columns=columns), setting)


def _add_timestamps(table: Table, operation: Operation, setting: Setting) -> Table:
    return with_pieces(
        table, timestamps_of(written_options(operation.options), setting.at(operation), setting.defaults)
    )


def _remove_timestamps(table: Table, operation: Operation, setting: Setting) -> Table:
    return _remove_column(table, replace(operation, columns=("created_at", "updated_at")), setting)


def _add_foreign_key(table: Table, operation: Operation, setting: Setting) -> Table:
    names = [column.name for column in table.columns]
    key = foreign_key_of(operation.to, written_options(operation.options), names, setting.at(operation))
    return with_piece(table, key)


def _is_meant(key: ForeignKey, operation: Operation) -> bool:
    options = operation.options
    if options.get("name"):
        return key.name == options["name"]
    column = options.get("column")
    wanted = (column,) if isinstance(column, str) else tuple(column) if isinstance(column, tuple) else ()
    return (not wanted or key.columns == wanted) and (not operation.to or key.to_table == operation.to)


def _remove_foreign_key(table: Table, operation: Operation, _setting: Setting) -> Table:
    gone = next((key for key in table.foreign_keys if _is_meant(key, operation)), None)
    return replace(table, foreign_keys=tuple(key for key in table.foreign_keys if key is not gone))


def _validate_foreign_key(table: Table, operation: Operation, _setting: Setting) -> Table:
    keys = tuple(replace(key, validated=True) if _is_meant(key, operation) else key for key in table.foreign_keys)
    return replace(table, foreign_keys=keys)


def _add_check(table: Table, operation: Operation, setting: Setting) -> Table:
    return with_piece(table, check_of(operation.text, written_options(operation.options), setting.at(operation)))


def _same_check(name: str, expression: str, operation: Operation) -> bool:
    wanted = operation.options.get("name")
    return name == wanted if wanted else operation.text in (name, expression)


def _remove_check(table: Table, operation: Operation, _setting: Setting) -> Table:
    kept = tuple(each for each in table.checks if not _same_check(each.name, each.expression, operation))
    return replace(table, checks=kept)


def _validate_check(table: Table, operation: Operation, _setting: Setting) -> Table:
    checks = tuple(
        replace(each, validated=True) if _same_check(each.name, each.expression, operation) else each
        for each in table.checks
    )
    keys = tuple(
        replace(key, validated=True) if key.name and key.name == operation.text else key for key in table.foreign_keys
    )
    return replace(table, checks=checks, foreign_keys=keys)


def _add_not_null(table: Table, operation: Operation, setting: Setting) -> Table:
    column = operation.columns[0] if operation.columns else "?"
    return _add_check(table, replace(operation, text=f"{column} IS NOT NULL", options=_named(operation)), setting)


def _named(operation: Operation) -> Mapping[str, object]:
    column = operation.columns[0] if operation.columns else "?"
    return {"name": f"chk_{operation.table}_{column}_null", **operation.options}


def _remove_not_null(table: Table, operation: Operation, setting: Setting) -> Table:
    return _remove_check(table, replace(operation, options=_named(operation)), setting)


def _validate_not_null(table: Table, operation: Operation, setting: Setting) -> Table:
    return _validate_check(table, replace(operation, options=_named(operation)), setting)


def _add_exclusion(table: Table, operation: Operation, setting: Setting) -> Table:
    return with_piece(table, exclusion_of(operation.text, written_options(operation.options), setting.at(operation)))


def _remove_exclusion(table: Table, operation: Operation, _setting: Setting) -> Table:
    kept = tuple(each for each in table.exclusions if not _same_check(each.name, each.expression, operation))
    return replace(table, exclusions=kept)


def _add_unique(table: Table, operation: Operation, setting: Setting) -> Table:
    used = operation.options.get("using_index")
    index = next((each for each in table.indexes if each.name == used), None)
    columns = index.columns if index else operation.columns
    options = {"name": used, **operation.options} if used else operation.options
    constraint = unique_constraint_of(columns, written_options(options), setting.at(operation))
    kept = tuple(each for each in table.indexes if each is not index)
    return with_piece(replace(table, indexes=kept), constraint)


def _remove_unique(table: Table, operation: Operation, _setting: Setting) -> Table:
    name = operation.options.get("name")
    kept = tuple(
        each
        for each in table.unique_constraints
        if not (each.name == name if name else each.columns == operation.columns)
    )
    return replace(table, unique_constraints=kept)


def _remove_constraint(table: Table, operation: Operation, _setting: Setting) -> Table:
    """SQL drops constraints of all kinds alike."""
    name = operation.options.get("name")
    return replace(
        table,
        checks=tuple(each for each in table.checks if each.name != name),
        foreign_keys=tuple(each for each in table.foreign_keys if each.name != name),
        unique_constraints=tuple(each for each in table.unique_constraints if each.name != name),
        exclusions=tuple(each for each in table.exclusions if each.name != name),
    )


TABLE_CHANGES: Mapping[str, _Change] = {
    "add_column": _add_column,
    "add_columns": _add_column,
    "add_column_with_default": _add_column,
    "remove_column": _remove_column,
    "remove_columns": _remove_column,
    "change_column": _change_column,
    "change_column_default": _change_default,
    "change_column_null": _change_null,
    "rename_column": _rename_column,
    "add_index": _add_index,
    "remove_index": _remove_index,
    "rename_index": _rename_index,
    "add_reference": _add_reference,
    "add_reference_concurrently": _add_reference,
    "remove_reference": _remove_reference,
    "add_timestamps": _add_timestamps,
    "remove_timestamps": _remove_timestamps,
    "add_foreign_key": _add_foreign_key,
    "remove_foreign_key": _remove_foreign_key,
    "validate_foreign_key": _validate_foreign_key,
    "add_check_constraint": _add_check,
    "remove_check_constraint": _remove_check,
    "validate_check_constraint": _validate_check,
    "add_not_null_constraint": _add_not_null,
    "remove_not_null_constraint": _remove_not_null,
    "validate_not_null_constraint": _validate_not_null,
    "add_exclusion_constraint": _add_exclusion,
    "remove_exclusion_constraint": _remove_exclusion,
    "add_unique_constraint": _add_unique,
    "remove_unique_constraint": _remove_unique,
    "remove_constraint": _remove_constraint,
}
