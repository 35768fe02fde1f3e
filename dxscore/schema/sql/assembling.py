"""What the statements of a structure.sql say, one by one -> its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.schema import EnumType, Index, Partition, Table, Unread, View
from dxscore.schema.definitions import Piece
from dxscore.schema.tables import with_piece


class Addition(Struct, frozen=True):
    """A piece of a table that stands outside of its CREATE TABLE."""

    table: str
    piece: Piece


class Alteration(Struct, frozen=True):
    """Anything else that is said about a table later: a primary key, a default, a partition."""

    table: str
    change: Callable[[Table], Table]


Found: TypeAlias = Table | View | EnumType | Unread | Addition | Alteration | str
"""What one statement gives; a text is the name of an extension."""


def assembled(found: Sequence[Found]) -> dict[str, Table]:
    """In the order of the file; additions to what is no table (indexes of materialised views) are left out."""
    tables: dict[str, Table] = {}
    for thing in found:
        match thing:
            case Table(name=name):
                tables[name] = thing
            case Addition(table=name, piece=piece) if name in tables:
                tables[name] = with_piece(tables[name], piece)
            case Alteration(table=name, change=change) if name in tables:
                tables[name] = change(tables[name])
    return {name: _whole(table) for name, table in tables.items()}


def with_primary_key(columns: tuple[str, ...]) -> Callable[[Table], Table]:
    """Its columns can't be NULL."""

    def change(table: Table) -> Table:
        own = tuple(replace(one, null=False) if one.name in columns else one for one in table.columns)
        return replace(table, primary_key=columns, columns=own)

    return change


def with_default(column: str, default: str | int | float | bool | None, function: str) -> Callable[[Table], Table]:
    """A default set by ALTER TABLE; `nextval` makes the column number itself."""

    def change(table: Table) -> Table:
        automatic = function.startswith("nextval")
        own = tuple(
            replace(one, default=default, default_function="" if automatic else function, automatic=automatic)
            if one.name == column
            else one
            for one in table.columns
        )
        return replace(table, columns=own)

    return change


def with_column(column: str, **changes: bool) -> Callable[[Table], Table]:
    """`automatic=True` for ADD GENERATED AS IDENTITY, `null=False` for SET NOT NULL."""

    def change(table: Table) -> Table:
        own = tuple(replace(one, **changes) if one.name == column else one for one in table.columns)
        return replace(table, columns=own)

    return change


def as_partition(of: str, bounds: str) -> Callable[[Table], Table]:
    """ATTACH PARTITION."""
    return lambda table: replace(table, partition=Partition(of, bounds))


def _whole(table: Table) -> Table:
    """Indexes are listed in the order of their names, as Rails does in schema.rb."""
    return replace(table, indexes=tuple(sorted(table.indexes, key=_by_name)))


def _by_name(index: Index) -> str:
    return index.name
