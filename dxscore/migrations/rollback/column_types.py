"""A column before and after a change -> whether code that knows the old type can work with the new one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from dxscore.copying import replace
from dxscore.domain.schema import Adapter, Column

_FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(("string", "text", "citext", "char", "varchar", "mediumtext", "longtext", "tinytext"), "text"),
    **dict.fromkeys(("integer", "bigint", "smallint", "mediumint", "tinyint", "primary_key"), "integer"),
    **dict.fromkeys(("decimal", "numeric", "float", "double", "real"), "number"),
    **dict.fromkeys(("datetime", "timestamp", "timestamptz"), "time"),
    **dict.fromkeys(("json", "jsonb"), "json"),
    **dict.fromkeys(("binary", "blob", "mediumblob", "longblob", "bytea"), "binary"),
}
_SIZES: Mapping[str, int] = {"tinyint": 1, "smallint": 2, "mediumint": 3, "integer": 4, "bigint": 8, "primary_key": 8}
_SIZED = re.compile(r"(\w+)\((\d+)\)")
_MYSQL_LENGTHS: Mapping[str, int] = {"string": 255, "text": 65_535, "binary": 65_535}
"""Of columns without a limit."""


class TypeChange(Enum):
    """How the new type stands to the old one."""

    FITS = "fits"
    NARROWER = "narrower"
    OTHER = "other"
    """Another kind of value."""


def type_change(old: Column, new: Column, adapter: Adapter) -> TypeChange:
    """Of what the previous release reads and writes. A type that is unknown fits."""
    old, new = _sized(old), _sized(new)
    if "" in (old.type, new.type) or "?" in (old.type, new.type):
        return TypeChange.FITS
    families = [_FAMILIES.get(each.type, each.type) for each in (old, new)]
    if old.array != new.array or families[0] != families[1]:
        return TypeChange.OTHER
    return TypeChange.NARROWER if _is_narrower(old, new, families[0], adapter) else TypeChange.FITS


def _is_narrower(old: Column, new: Column, family: str, adapter: Adapter) -> bool:
    match family:
        case "integer":
            return _bytes(new) < _bytes(old)
        case "text":
            return _length(new, adapter) < _length(old, adapter)
        case "number":
            digits = [(each.precision or 0) - (each.scale or 0) for each in (old, new)]
            return bool(new.precision) and (not old.precision or digits[1] < digits[0])
    return False


def _bytes(column: Column) -> int:
    return column.limit or _SIZES.get(column.type, 4)


def _length(column: Column, adapter: Adapter) -> float:
    """In characters; without a limit there is one only in MySQL."""
    if column.limit is not None:
        return column.limit
    usual = _MYSQL_LENGTHS.get(column.type, float("inf"))
    return usual if adapter in ("mysql", "mariadb") else float("inf")


def _sized(column: Column) -> Column:
    """`binary(3)`, as SQL writes it, in Rails' words."""
    found = _SIZED.fullmatch(column.type)
    return replace(column, type=found[1], limit=int(found[2])) if found else column
