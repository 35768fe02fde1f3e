"""A statement -> names and keys that it gives, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dxscore.domain.migration import Operation
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.reserved_words import DANGEROUS_NAMES, MYSQL_RESERVED
from dxscore.migrations.target import Target
from dxscore.migrations.walking import Moment

_KEY_TYPES = frozenset({"integer", "bigint", "serial", "bigserial", "uuid"})
_LONGEST_NAME = 63

AttributeValue: TypeAlias = "str | int | float | bool | None"
"""Of an attribute of an entity; None for what is unknown."""


def removed_columns(operation: Operation) -> tuple[str, ...]:
    """The columns that an operation takes away, of others those that it names."""
    match operation.name:
        case "remove_timestamps" | "add_timestamps":
            return ("created_at", "updated_at")
        case "remove_reference":
            suffixes = ("_id", "_type") if operation.options.get("polymorphic") else ("_id",)
            return tuple(f"{column}{suffix}" for column in operation.columns for suffix in suffixes)
    return operation.columns


def bad_name(operation: Operation, target: Target) -> str:
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


def foreign_type(moment: Moment) -> str:
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


def option_text(operation: Operation, key: str) -> str:
    """An option in small letters, of the statement or of its `index:`; '' without one."""
    value = operation.options.get(key)
    if value is None and isinstance(index := operation.options.get("index"), Mapping):
        value = index.get(key)
    return value.lower() if isinstance(value, str) else ""
