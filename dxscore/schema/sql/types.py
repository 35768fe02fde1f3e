"""SQL's names of types -> Rails' names, with limit, precision and scale.

Source: the native types and type maps of Active Record's adapters, Rails 8.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

_POSTGRESQL = {
    "int2": "integer",
    "int4": "integer",
    "int8": "bigint",
    "serial4": "integer",
    "varchar": "string",
    "bpchar": "string",
    "bool": "boolean",
    "numeric": "decimal",
    "float4": "float",
    "float8": "float",
    "timestamp": "datetime",
    "timetz": "timetz",
    "bytea": "binary",
    "varbit": "bit_varying",
}
_OTHERS = {
    "int": "integer",
    "tinyint": "integer",
    "smallint": "integer",
    "mediumint": "integer",
    "varchar": "string",
    "char": "string",
    "character varying": "string",
    "nvarchar": "string",
    "tinytext": "text",
    "mediumtext": "text",
    "longtext": "text",
    "clob": "text",
    "varbinary": "binary",
    "tinyblob": "binary",
    "blob": "binary",
    "mediumblob": "binary",
    "longblob": "binary",
    "numeric": "decimal",
    "double": "float",
    "real": "float",
    "bool": "boolean",
}
_BYTES = {"int2": 2, "smallint": 2, "tinyint": 1, "mediumint": 3}
_TEXT_BYTES = {"tiny": 255, "medium": 16_777_215, "long": 4_294_967_295}
_TIMES = frozenset({"datetime", "timestamp", "timestamptz", "time", "timetz", "interval"})


class Type(Struct, frozen=True):
    """What a column's type is for Rails."""

    name: str
    limit: int | None = None
    precision: int | None = None
    scale: int | None = None


def postgresql_type(name: str, modifiers: tuple[int, ...]) -> Type:
    """`name` is PostgreSQL's inner one ('int8' for bigint), as its parser gives it."""
    return _type(name, _POSTGRESQL, modifiers)


def other_type(name: str, modifiers: tuple[int, ...]) -> Type:
    """Of MySQL, MariaDB and SQLite; `tinyint(1)` is a boolean."""
    lower = name.lower()
    if lower == "tinyint" and modifiers == (1,):
        return Type("boolean")
    if lower in _OTHERS and lower.endswith(("text", "blob")):
        size = next((size for prefix, size in _TEXT_BYTES.items() if lower.startswith(prefix)), None)
        return Type(_OTHERS[lower], limit=size)
    return _type(lower, _OTHERS, () if "int" in lower else modifiers)


def _type(name: str, names: Mapping[str, str], modifiers: tuple[int, ...]) -> Type:
    kind = names.get(name, name)
    first = modifiers[0] if modifiers else None
    if kind == "decimal":
        return Type(kind, precision=first, scale=modifiers[1] if len(modifiers) > 1 else None)
    if kind in _TIMES:
        return Type(kind, precision=first)
    return Type(kind, limit=_BYTES.get(name, first if kind in {"string", "binary", "bit", "bit_varying"} else None))
