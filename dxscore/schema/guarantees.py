"""What a table guarantees by itself: not NULL, unique, in bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.domain.schema import Adapter, Column, Index, IndexPart, Table

_CASE_FUNCTION = re.compile(
    r"\(*\s*(?:lower|upper)\s*\(+\s*[\"'`]?(\w+)[\"'`]?\s*\)*\s*(?:::[\w \"]+)?\s*\)*", re.IGNORECASE
)
_CAST = re.compile(r"\(*[\"`]?(\w+)[\"`]?\)*(?:::[\w ]+)?\)*")
_IS_NOT_NULL = re.compile(r"\(*[\"`]?(?P<column>\w+)[\"`]?\)*\s+IS\s+NOT\s+NULL\)*", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:char_length|character_length|length)\s*\(+[\"`]?(?P<column>\w+)[\"`]?\)*(?:::\w+)?\)*\s*(?P<sign><=?)\s*\(?(?P<limit>\d+)",
    re.IGNORECASE,
)
_CASELESS = ("_ci", "_ai", "nocase")


def is_not_null(table: Table, column: Column) -> bool:
    """By the column itself, the primary key, or a validated CHECK that says only that."""
    return (
        not column.null
        or column.name in table.primary_key
        or any(
            check.validated and (match := _IS_NOT_NULL.fullmatch(check.expression.strip())) and match[1] == column.name
            for check in table.checks
        )
    )


def mentioned_in_check(table: Table, column: str) -> bool:
    """Is there a CHECK over the column?"""
    word = re.compile(rf"(?<!['\w]){re.escape(column)}(?!['\w])", re.IGNORECASE)
    return any(word.search(check.expression) for check in table.checks)


def longest(table: Table, column: Column) -> int | None:
    """The most characters that the column takes, by its type or a CHECK; None for no limit."""
    limits = [column.limit] if column.limit and column.type in {"string", "text"} else []
    limits += [
        int(match["limit"]) - (match["sign"] == "<")
        for check in table.checks
        for match in _LENGTH.finditer(check.expression)
        if match["column"] == column.name
    ]
    return min(limits) if limits else None


def unique_sets(table: Table) -> Iterator[tuple[frozenset[str], Index | None]]:
    """Columns that are unique together for all rows (or all rows that have them), by index, constraint or key."""
    if table.primary_key:
        yield frozenset(table.primary_key), None
    for constraint in table.unique_constraints:
        yield frozenset(constraint.columns), None
    for index in table.indexes:
        if index.unique and covers_all_rows(index):
            yield frozenset(part_name(part) for part in index.parts), index


def covers_all_rows(index: Index) -> bool:
    """No WHERE, or one that only leaves out rows without a value in its own columns."""
    if not index.where:
        return True
    clauses = re.split(r"\s+AND\s+", index.where.strip().removeprefix("(").removesuffix(")"), flags=re.IGNORECASE)
    found = [_IS_NOT_NULL.fullmatch(clause.strip()) for clause in clauses]
    names = {part_name(part).removeprefix("lower:") for part in index.parts}
    return all(match and match["column"] in names for match in found)


def part_name(part: IndexPart) -> str:
    """The column, 'lower:column' for `lower(column)`, the text of any other expression."""
    if part.column:
        return part.column
    if match := _CASE_FUNCTION.fullmatch(part.expression):
        return f"lower:{match[1]}"
    match = _CAST.fullmatch(part.expression)
    return match[1] if match else part.expression


def ignores_case(table: Table, column: Column, adapter: Adapter) -> bool:
    """Do `a` and `A` count as one value for a plain unique index? Told by type and collation; MySQL does by default."""
    collation = (column.collation or table.collation).lower()
    if column.type == "citext" or collation.endswith(_CASELESS) or "_ci_" in collation:
        return True
    if adapter in {"mysql", "mariadb"}:
        return not collation or not (collation.endswith(("_bin", "_cs")) or collation == "binary")
    return adapter == "postgresql" and bool(column.collation) and column.collation.lower() not in {"c", "posix"}
