"""A moment of a migration -> the entity `migration_step` that rules judge: all that is known of the statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dxscore.domain.facts import Entity
from dxscore.domain.migration import Direction, Migration, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.domain.schema import Index, Table
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.reserved_words import DANGEROUS_NAMES, MYSQL_RESERVED
from dxscore.migrations.target import TableUse, Target
from dxscore.migrations.volatility import kind_of_default
from dxscore.migrations.walking import Moment
from dxscore.migrations.widening import rewrites
from dxscore.schema.constraints import default_index_name

_Value: TypeAlias = "str | int | float | bool | None"
_WRITES = frozenset({"update_all", "delete_all", "destroy_all", "insert_all", "touch_all", "upsert_all"})
_KEY_TYPES = frozenset({"integer", "bigint", "serial", "bigserial", "uuid"})
_LONGEST_NAME = 63
_SCHEMA_STATEMENTS = ("add_", "change_column", "create_", "drop_", "remove_", "rename_", "validate_")


def step_of(migration: Migration, moment: Moment, direction: Direction, target: Target, own: frozenset[str]) -> Entity:
    """`own` are the tables and columns (`table.column`) that the other direction makes."""
    operation = moment.operation
    attributes: dict[str, _Value] = {
        **_place(migration, operation, direction, target),
        **_standing(moment, target, own),
        **_circumstances(migration, moment, target),
        **_of_columns(moment, target),
        **_of_indexes(migration, moment, target),
        **_of_constraints(moment, target),
        **_of_tables(moment, target),
        **_of_rows(operation),
    }
    return Entity("migration_step", operation.line, operation.line, migration.name, attributes)


def _place(migration: Migration, operation: Operation, direction: Direction, target: Target) -> dict[str, _Value]:
    return {
        "direction": direction,
        "operation": operation.name,
        "table": operation.table,
        "columns": ", ".join(removed_columns(operation)),
        "to": operation.to,
        "type": operation.type,
        "detail": operation.text,
        "via": operation.around.via,
        "adapter": target.adapter,
        "migration": migration.name,
        "version": migration.version,
        "rails": migration.rails,
    }


def _standing(moment: Moment, target: Target, own: frozenset[str]) -> dict[str, _Value]:
    """Whether anybody feels what the statement does."""
    operation = moment.operation
    table = operation.table
    new = table in moment.new_tables or operation.name == "create_table"
    small = table in target.small_tables
    helped = operation.name in target.rewritten
    assured = operation.around.assured
    new_column = bool(operation.columns) and all(
        new or (table, column) in moment.new_columns for column in operation.columns
    )
    return {
        "assured": assured,
        "table_is_new": new,
        "column_is_new": new_column,
        "exposed": not (new or small or assured or helped),
        "known_table": moment.table is not None,
        "undoes": bool(own) and _undoes(operation, own),
    }


def _undoes(operation: Operation, own: frozenset[str]) -> bool:
    """Whether what it removes was made by the other direction."""
    if operation.table in own:
        return True
    if operation.name == "remove_index":
        names = (",".join(operation.columns), str(operation.options.get("name")))
        return any(f"{operation.table}#{name}" in own for name in names)
    columns = removed_columns(operation)
    return bool(columns) and all(f"{operation.table}.{column}" in own for column in columns)


def _circumstances(migration: Migration, moment: Moment, target: Target) -> dict[str, _Value]:
    around = moment.operation.around
    return {
        "in_transaction": around.transaction and not target.is_mysql,
        "ddl_transaction": migration.transaction,
        "locks_held": len(moment.locked),
        "guarded": around.guarded,
        "bulk": around.bulk,
        "batched": around.batched,
        "throttled": around.throttled,
        "looped": around.looped,
        "locked": around.locked,
        "derived": around.derived,
        "algorithm": _text(moment.operation, "algorithm"),
        "lock": _text(moment.operation, "lock"),
    }


def _text(operation: Operation, key: str) -> str:
    value = operation.options.get(key)
    if value is None and isinstance(index := operation.options.get("index"), Mapping):
        value = index.get(key)
    return value.lower() if isinstance(value, str) else ""


# --- columns ---


def _of_columns(moment: Moment, target: Target) -> dict[str, _Value]:
    operation = moment.operation
    table = moment.table
    old = table.column(operation.columns[0]) if table and operation.columns else None
    changes = operation.name == "change_column"
    default = kind_of_default(operation) if operation.name in _WITH_DEFAULT else "none"
    return {
        "type_before": old.type if old else "",
        "rewrites": rewrites(operation, table, target) if changes else None,
        "becomes_required": _becomes_required(operation, old is None or old.null),
        "required": operation.options.get("null") is False,
        "proven_present": _proven_present(table, operation) or _said_to_be_present(moment),
        "checked": bool(changes and table and _checks_on(table, operation)),
        "default": default,
        "writes_rows_anew": _writes_rows_anew(default, target) if operation.name != "add_column_with_default" else False,
        "fills": operation.options.get("fill") is not None and operation.options.get("null") is False,
        "stored": operation.type == "virtual" and operation.options.get("stored") is True,
        "numbers_itself": operation.name == "add_column" and operation.type in _NUMBERING,
        "partial_inserts": target.partial_inserts,
        "strict": target.strict,
        "ignored": _ignored(operation, target),
        "index_option": operation.name == "add_column" and bool(operation.options.get("index")),
        "bad_name": _bad_name(operation, target),
        "foreign_type": _foreign_type(moment),
        "inheritance": default != "none" and _decides_class(operation, target),
        "indexes_lost": _indexes_lost(table, operation),
    }


_WITH_DEFAULT = frozenset({"add_column", "add_columns", "add_timestamps", "add_reference", "add_column_with_default"})
_NUMBERING = frozenset({"serial", "bigserial", "smallserial", "primary_key"})


def _writes_rows_anew(default: str, target: Target) -> bool:
    """Whether the default of a new column makes the database write every row.

    Facts: PostgreSQL 11, MySQL 8.0.12 and MariaDB 10.3.2 store a constant once; only PostgreSQL does with `now()`.
    """
    if default == "none" or target.adapter == "sqlite":
        return False
    if target.is_mysql:
        constant_since = (8, 0, 12) if target.adapter == "mysql" else (10, 3, 2)
        return default != "literal" or target.before(*constant_since)
    return default in ("volatile", "unknown") or target.before(11)


def _decides_class(operation: Operation, target: Target) -> bool:
    """Whether the new column says of which class a row is."""
    use = target.uses.get(operation.table) or TableUse()
    new = operation.name in ("add_column", "add_column_with_default")
    return new and any(column in use.inheritance for column in operation.columns)


def _becomes_required(operation: Operation, was_null: bool) -> bool:
    """Whether existing rows may hold NULL where it will not be allowed."""
    return operation.options.get("null") is False and was_null


def _proven_present(table: Table | None, operation: Operation) -> bool:
    """Whether a validated check constraint promises that no row lacks the column."""
    if table is None or not operation.columns:
        return False
    column = re.escape(operation.columns[0])
    pattern = re.compile(rf'\(*\s*["`]?{column}["`]?\s+IS\s+NOT\s+NULL\s*\)*', re.IGNORECASE)
    return any(check.validated and pattern.fullmatch(check.expression.strip()) for check in table.checks)


def _said_to_be_present(moment: Moment) -> bool:
    """Whether a constraint that no schema knows, named after the column, was validated just before."""
    operation, table = moment.operation, moment.table
    known = {check.name for check in table.checks} if table else set()
    names = [name for where, name in moment.validated if where == operation.table and name not in known]
    return any(column in name for column in operation.columns for name in names)


def _checks_on(table: Table, operation: Operation) -> bool:
    words = [re.compile(rf"\b{re.escape(column)}\b") for column in operation.columns]
    return any(word.search(check.expression) for check in table.checks if check.validated for word in words)


def _ignored(operation: Operation, target: Target) -> bool:
    """Whether every model of the table ignores the columns that go."""
    use = target.uses.get(operation.table)
    return bool(use and use.models) and set(removed_columns(operation)) <= (use or TableUse()).ignored


def removed_columns(operation: Operation) -> tuple[str, ...]:
    """The columns that an operation takes away, of others those that it names."""
    match operation.name:
        case "remove_timestamps" | "add_timestamps":
            return ("created_at", "updated_at")
        case "remove_reference":
            suffixes = ("_id", "_type") if operation.options.get("polymorphic") else ("_id",)
            return tuple(f"{column}{suffix}" for column in operation.columns for suffix in suffixes)
    return operation.columns


def _bad_name(operation: Operation, target: Target) -> str:
    """A name that means something else to Rails ('rails: x') or MySQL ('mysql: x'), '' for none."""
    new_columns = _new_columns(operation)
    if found := next((name for name in new_columns if name in DANGEROUS_NAMES), ""):
        return f"rails: {found}"
    names = [*new_columns, *_new_names(operation)]
    if target.is_mysql and (found := next((name for name in names if name.upper() in MYSQL_RESERVED), "")):
        return f"mysql: {found}"
    return next((f"long: {name}" for name in names if len(name.encode()) > _LONGEST_NAME), "")


def _new_columns(operation: Operation) -> tuple[str, ...]:
    if operation.name in ("add_column", "add_columns", "add_column_with_default"):
        return operation.columns
    return (operation.to,) if operation.name == "rename_column" else ()


def _new_names(operation: Operation) -> Iterator[str]:
    """Of tables and indexes."""
    if operation.name == "create_table":
        yield operation.table
    if operation.name in ("rename_table", "rename_index"):
        yield operation.to
    index = operation.options.get("index")
    for options in (operation.options if operation.name == "add_index" else None, index):
        if isinstance(options, Mapping) and isinstance(name := options.get("name"), str):
            yield name


def _foreign_type(moment: Moment) -> str:
    """The type of the key that a new `x_id` refers to, when the two can't be joined as they are; '' otherwise."""
    for column, kind, reference in _new_keys(moment.operation):
        name = reference or referred_table(column.removesuffix("_id"))
        referred = moment.schema.tables.get(name)
        key = referred.column(referred.primary_key[0]) if referred and len(referred.primary_key) == 1 else None
        if key is None or kind not in _KEY_TYPES:
            continue
        plain = {"bigserial": "bigint", "serial": "integer"}.get(kind, kind)
        if plain != key.type and not (plain == "bigint" and key.type == "integer") and key.type in _KEY_TYPES:
            return f"{name}.{key.name} is {key.type}"
    return ""


def _new_keys(operation: Operation) -> Iterator[tuple[str, str, str]]:
    """Column, its type, the table it refers to ('' for the usual one)."""
    if operation.name in ("add_column", "add_column_with_default"):
        wide = operation.type == "integer" and operation.options.get("limit") == 8
        for column in operation.columns:
            if column.endswith("_id"):
                yield column, "bigint" if wide else operation.type, ""
    elif operation.name in ("add_reference", "add_reference_concurrently") and not operation.options.get("polymorphic"):
        key = operation.options.get("foreign_key")
        to = key.get("to_table") if isinstance(key, Mapping) else ""
        kind = operation.options.get("type")
        for column in operation.columns:
            yield f"{column}_id", kind if isinstance(kind, str) else "bigint", to if isinstance(to, str) else ""


def _indexes_lost(table: Table | None, operation: Operation) -> str:
    """Indexes that go with a column, by name."""
    if table is None or operation.name not in ("remove_column", "remove_columns", "remove_reference"):
        return ""
    gone = set(removed_columns(operation))
    return ", ".join(index.name for index in table.indexes if gone.intersection((*index.columns, *index.include)))


# --- indexes ---


def _of_indexes(migration: Migration, moment: Moment, target: Target) -> dict[str, _Value]:
    operation = moment.operation
    of_reference = operation.name == "add_reference"
    index = operation.options.get("index", _indexed_by_default(migration.rails)) if of_reference else None
    concurrently = _text(operation, "algorithm") == "concurrently" or operation.options.get("concurrently") is True
    return {
        "concurrently": concurrently,
        "indexes": bool(of_reference and index and not concurrently),
        "unique": operation.options.get("unique") is True,
        "width": len(operation.columns) if operation.name == "add_index" else 0,
        "covered_by": _covered_by(moment),
        "leaves_gap": _leaves_gap(moment),
        "corrupts": target.adapter == "postgresql" and (14, 0) <= target.version[:2] < (14, 4),
    }


def _indexed_by_default(rails: str) -> bool:
    """References come with an index since Rails 5.0."""
    return not rails.startswith(("2.", "3.", "4."))


def _covered_by(moment: Moment) -> str:
    """The name of an existing index that begins with the new one's columns."""
    operation, table = moment.operation, moment.table
    if operation.name != "add_index" or table is None or operation.options.get("unique") is True:
        return ""
    special = any(operation.options.get(key) for key in ("where", "using", "type", "opclass", "length", "name_only"))
    if special or not operation.columns or any("?" in column or "(" in column for column in operation.columns):
        return ""
    own = operation.options.get("name") or default_index_name(operation.table, operation.columns)
    found = (each for each in table.indexes if each.name != own and _serves(each, operation.columns))
    return next((each.name for each in found), "")


def _serves(index: Index, columns: tuple[str, ...]) -> bool:
    """A whole index of the usual kind that begins with the columns."""
    return index.plain and index.using in ("", "btree") and index.columns[: len(columns)] == columns


def _leaves_gap(moment: Moment) -> bool:
    """Whether an index that this one replaces is gone already, and no other stands in."""
    operation, table = moment.operation, moment.table
    if operation.name != "add_index" or table is None:
        return False
    lost = [index for name, index in moment.removed_indexes if name == operation.table]
    name = operation.options.get("name")
    related = [index for index in lost if index.name == name or set(index.columns) & set(operation.columns)]
    return any(not any(_covers(other, index) for other in table.indexes) for index in related)


def _covers(other: Index, index: Index) -> bool:
    if (other.where, other.using) != (index.where, index.using) or (index.unique and not other.unique):
        return False
    return other.columns[: len(index.columns)] == index.columns


# --- constraints ---


def _of_constraints(moment: Moment, target: Target) -> dict[str, _Value]:
    operation = moment.operation
    key = operation.options.get("foreign_key")
    of_reference = operation.name in ("add_reference", "add_reference_concurrently", "add_column")
    validates_key = bool(key) and not (isinstance(key, Mapping) and key.get("validate") is False)
    return {
        "validates": operation.options.get("validate") is not False,
        "refers": bool(of_reference and key),
        "checks_reference": of_reference and validates_key,
        "using_index": bool(operation.options.get("using_index")),
        "referred_tables": len(moment.referred),
        "refers_here": operation.name in _REFERRING or bool(of_reference and key),
        "refers_to_new": operation.to in moment.new_tables,
    }


_REFERRING = frozenset({"add_foreign_key", "add_reference", "add_reference_concurrently", "create_table"})


# --- tables ---


def _of_tables(moment: Moment, target: Target) -> dict[str, _Value]:
    operation = moment.operation
    use = target.uses.get(operation.table)
    keys = {key.to_table for key in moment.table.foreign_keys} if moment.table else set()
    force = operation.options.get("force")
    return {
        "force": bool(force) and force is not UNKNOWN,
        "used_by": ", ".join(use.models) if use else "",
        "foreign_keys": len(keys - {operation.table} - moment.new_tables),
        "key_type": _key_type(operation),
        "has_timestamps": any(
            part.name == "add_timestamps" or {"created_at", "updated_at"} & set(part.columns) for part in operation.parts
        ),
        "cascades": operation.options.get("cascade") is True,
    }


def _key_type(operation: Operation) -> str:
    """The type that `create_table` gives the primary key, '' for the usual one."""
    if operation.name != "create_table" or "join" in operation.options:
        return ""
    given = operation.options.get("id")
    if isinstance(given, Mapping):
        given = given.get("type")
    return given if isinstance(given, str) and given != "primary_key" else ""


# --- rows ---


def _of_rows(operation: Operation) -> dict[str, _Value]:
    around = operation.around
    where = operation.options.get("where")
    return {
        "writes_rows": operation.name in _WRITES or (around.via == "model"),
        "writes_many": operation.name in _WRITES,
        "changes_schema": operation.name.startswith(_SCHEMA_STATEMENTS) and around.via != "model",
        "where": where if isinstance(where, str) and around.via == "sql" else "",
        "model": operation.text if around.via == "model" else "",
    }


