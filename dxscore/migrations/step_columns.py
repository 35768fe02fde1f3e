"""A moment of a migration -> attributes of its entity that are about columns."""

from __future__ import annotations

import re

from dxscore.domain.migration import Operation
from dxscore.domain.schema import Table
from dxscore.migrations.step_names import AttributeValue, bad_name, foreign_type, removed_columns
from dxscore.migrations.target import TableUse, Target
from dxscore.migrations.volatility import kind_of_default
from dxscore.migrations.walking import Moment
from dxscore.migrations.widening import rewrites


def of_columns(moment: Moment, target: Target) -> dict[str, AttributeValue]:
    """By name; see domain/entities.py."""
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
        "writes_rows_anew": _writes_rows_anew(default, target)
        if operation.name != "add_column_with_default"
        else False,
        "fills": operation.options.get("fill") is not None and operation.options.get("null") is False,
        "stored": operation.type == "virtual" and operation.options.get("stored") is True,
        "numbers_itself": operation.name == "add_column" and operation.type in _NUMBERING,
        "partial_inserts": target.partial_inserts,
        "strict": target.strict,
        "ignored": _ignored(operation, target),
        "index_option": operation.name == "add_column" and bool(operation.options.get("index")),
        "bad_name": bad_name(operation, target),
        "foreign_type": foreign_type(moment),
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


def _indexes_lost(table: Table | None, operation: Operation) -> str:
    """Indexes that go with a column, by name."""
    if table is None or operation.name not in ("remove_column", "remove_columns", "remove_reference"):
        return ""
    gone = set(removed_columns(operation))
    return ", ".join(index.name for index in table.indexes if gone.intersection((*index.columns, *index.include)))
