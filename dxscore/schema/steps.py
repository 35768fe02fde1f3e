"""A gap -> the statements that close it without holding long locks, as text for an engineer to review.

Nothing here is ever run. Sources: the PostgreSQL manual on ALTER TABLE (NOT VALID, VALIDATE CONSTRAINT) and CREATE
INDEX CONCURRENTLY; the MySQL manual on online DDL; the advice that strong_migrations gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from dxscore.domain.schema import Adapter, Index

_APART = "in a migration of its own with disable_ddl_transaction!"


def not_null_steps(table: str, column: str, adapter: Adapter) -> tuple[str, ...]:
    """Fill what is empty first; on PostgreSQL a validated CHECK spares the scan under lock."""
    fill = f"fill the rows of {table} in which {column} is NULL, in batches"
    change = f"change_column_null :{table}, :{column}, false"
    if adapter != "postgresql":
        return fill, change
    name = f"{table}_{column}_null"
    return (
        f'add_check_constraint :{table}, "{column} IS NOT NULL", name: "{name}", validate: false',
        fill,
        f'validate_check_constraint :{table}, name: "{name}"  # in the next release',
        change,
        f'remove_check_constraint :{table}, name: "{name}"',
    )


def index_steps(table: str, columns: Sequence[str], adapter: Adapter, *, unique: bool = False) -> tuple[str, ...]:
    """Duplicates are looked for before a unique index; on PostgreSQL it is built concurrently."""
    expression = any("(" in column for column in columns)
    symbols = ", ".join(f":{column}" for column in columns)
    listed = f'"{", ".join(columns)}"' if expression else (symbols if len(columns) == 1 else f"[{symbols}]")
    options = ", unique: true" if unique else ""
    concurrently = ", algorithm: :concurrently" if adapter == "postgresql" else ""
    note = f"  # {_APART}" if concurrently else ""
    search = (f"look for duplicates of ({', '.join(columns)}) in {table} and merge them",) if unique else ()
    return (*search, f"add_index :{table}, {listed}{options}{concurrently}{note}")


def foreign_key_steps(table: str, column: str, to_table: str, adapter: Adapter) -> tuple[str, ...]:
    """Orphans are looked for first; on PostgreSQL the key is validated in a later release."""
    search = f"look for rows of {table} whose {column} points to no row of {to_table}"
    add = f"add_foreign_key :{table}, :{to_table}, column: :{column}"
    if adapter != "postgresql":
        return search, add
    return f"{add}, validate: false", search, f"validate_foreign_key :{table}, :{to_table}  # in the next release"


def check_steps(table: str, name: str, expression: str, adapter: Adapter) -> tuple[str, ...]:
    """On PostgreSQL the check is validated in a later release."""
    add = f'add_check_constraint :{table}, "{expression}", name: "{name}"'
    if adapter != "postgresql":
        return (add,)
    return f"{add}, validate: false", f'validate_check_constraint :{table}, name: "{name}"  # in the next release'


def drop_index_steps(table: str, index: Index, adapter: Adapter) -> tuple[str, ...]:
    """On PostgreSQL without blocking writers."""
    concurrently = ", algorithm: :concurrently" if adapter == "postgresql" else ""
    note = f"  # {_APART}" if concurrently else ""
    return (f"remove_index :{table}, name: :{index.name}{concurrently}{note}",)
