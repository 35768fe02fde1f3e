"""A column and its new type -> whether the change rewrites or checks the table; None when that is unknown.

Facts: PostgreSQL 9.2 release notes and pg_cast (binary coercible types); MySQL 8.0 and MariaDB, online DDL of InnoDB;
the same list as in strong_migrations and online_migrations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from dxscore.domain.migration import Operation
from dxscore.domain.schema import Column, Table
from dxscore.migrations.target import Target

_TEXTS = frozenset({"string", "text", "citext", "xml", "char"})
_BYTES_OF_A_CHARACTER: Mapping[str, int] = {"utf8mb4": 4, "utf8mb3": 3, "utf8": 3, "latin1": 1, "ascii": 1, "binary": 1}
_USUAL_CHARSET = 4
_DEFAULT_PRECISION = 6
_INTEGER_LIMITS = {2: "smallint", 4: "integer", 8: "bigint"}


class _Change(Struct, frozen=True):
    old: Column
    kind: str
    limit: int | None
    precision: int | None
    scale: int | None
    indexed: bool
    target: Target
    collation: str
    """Of the table."""


def rewrites(operation: Operation, table: Table | None, target: Target) -> bool | None:
    """Of `change_column`."""
    kind = operation.type.lower()
    old = table.column(operation.columns[0]) if table and operation.columns else None
    if old is None or old.type in ("", "?"):
        return None if _may_be_safe(kind, target) else True
    indexes = table.indexes if table else ()
    change = _Change(
        old,
        kind,
        _number(operation, "limit"),
        _number(operation, "precision"),
        _number(operation, "scale"),
        any(old.name in index.columns for index in indexes),
        target,
        table.collation if table else "",
    )
    if target.is_mysql:
        return not _mysql_safe(change)
    if operation.options.get("array") and not old.array:
        return True
    return not _postgresql_safe(change) if target.adapter != "sqlite" else False


def _number(operation: Operation, key: str) -> int | None:
    value = operation.options.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _may_be_safe(kind: str, target: Target) -> bool:
    """Whether there is any type from which the change would be safe."""
    if target.is_mysql:
        return kind == "string"
    return kind in _POSTGRESQL


def _postgresql_safe(change: _Change) -> bool:
    judge = _POSTGRESQL.get(change.kind)
    return bool(judge(change)) if judge else _unchanged(change)


def _unchanged(change: _Change) -> bool:
    old = change.old
    kind = change.kind
    if kind == "integer":
        kind = _INTEGER_LIMITS.get(change.limit or 4, kind)
        old_kind = _INTEGER_LIMITS.get(old.limit or 4, old.type) if old.type == "integer" else old.type
        return kind == old_kind
    return (kind, change.limit, change.precision, change.scale) == (old.type, old.limit, old.precision, old.scale)


def _to_string(change: _Change) -> bool:
    old = change.old
    if old.type == "string":
        return change.limit is None or (old.limit is not None and change.limit >= old.limit)
    if old.type in ("text", "xml"):
        return change.limit is None
    return old.type == "citext" and change.limit is None and not change.indexed


def _to_text(change: _Change) -> bool:
    return change.old.type in ("string", "text", "xml") or (change.old.type == "citext" and not change.indexed)


def _to_citext(change: _Change) -> bool:
    return change.old.type == "citext" or (change.old.type in ("string", "text") and not change.indexed)


def _to_bits(change: _Change) -> bool:
    if change.old.type == "bit":
        return change.limit is None
    wider = change.limit is None or (change.old.limit is not None and change.limit >= change.old.limit)
    return change.old.type == "bit_varying" and wider


def _to_decimal(change: _Change) -> bool:
    old = change.old
    if old.type not in ("decimal", "numeric"):
        return False
    if change.precision is None and change.scale is None:
        return True
    wider = change.precision is not None and old.precision is not None and change.precision >= old.precision
    return wider and (change.scale or 0) == (old.scale or 0)


def _to_time(change: _Change) -> bool:
    new = _first(change.precision, change.limit)
    old = _first(change.old.precision, change.old.limit)
    return change.old.type == change.kind and new >= old


def _to_datetime(change: _Change) -> bool:
    """Between types with and without a time zone only where the server counts in UTC."""
    if change.old.type not in ("datetime", "timestamp", "timestamptz"):
        return False
    new = _first(change.precision, change.limit)
    old = _first(change.old.precision, change.old.limit)
    with_zone = "timestamptz" in (change.kind, change.old.type)
    same = change.kind == change.old.type or not with_zone
    return new >= old and (same or change.target.utc is True)


def _first(*sizes: int | None) -> int:
    return next((size for size in sizes if size is not None), _DEFAULT_PRECISION)


def _to_inet(change: _Change) -> bool:
    return change.old.type in ("cidr", "inet")


_POSTGRESQL: Mapping[str, Callable[[_Change], bool]] = {
    "string": _to_string,
    "text": _to_text,
    "citext": _to_citext,
    "bit_varying": _to_bits,
    "decimal": _to_decimal,
    "numeric": _to_decimal,
    "datetime": _to_datetime,
    "timestamp": _to_datetime,
    "timestamptz": _to_datetime,
    "time": _to_time,
    "interval": _to_time,
    "inet": _to_inet,
}


def _mysql_safe(change: _Change) -> bool:
    """VARCHAR may grow as long as its length needs no second byte, or has it already; the same again is nothing."""
    old = change.old
    if _unchanged(change) and change.kind != "string":
        return True
    if change.kind != "string" or old.type != "string":
        return False
    new_limit, old_limit = change.limit or 255, old.limit or 255
    most = 255 // _bytes(old.collation or change.collation)
    return new_limit >= old_limit and (new_limit <= most or old_limit > most)


def _bytes(collation: str) -> int:
    return _BYTES_OF_A_CHARACTER.get(collation.partition("_")[0], _USUAL_CHARSET)
