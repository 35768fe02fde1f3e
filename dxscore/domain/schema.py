"""The schema of a database as plain values: what `db/schema.rb` or `db/structure.sql` says of tables and constraints.

Names of tables, columns and types are Rails' own: without quotes, and without the schema where that is the default
one (`public`). Where each thing stands (`at`) takes no part in comparisons, so that schemas of different files compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from msgspec import Struct

Adapter: TypeAlias = Literal["postgresql", "mysql", "mariadb", "sqlite", "unknown"]


class Place(Struct, frozen=True, order=True):
    """Where something is written; no path and line 0 for what no file says."""

    path: str = ""
    line: int = 0


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    """Rails' word: 'string', 'text', 'integer', 'bigint', 'boolean', 'datetime', 'jsonb', 'citext', 'enum' ...;
    SQL's word where Rails has none."""
    limit: int | None = None
    """Characters of a string, bytes of an integer or of a MySQL text; None for the adapter's own."""
    precision: int | None = None
    scale: int | None = None
    null: bool = True
    default: str | int | float | bool | None = None
    """A literal default; None when there is none, or it is an expression."""
    default_function: str = ""
    """A default that the database works out: `now()`, `gen_random_uuid()`; '?' for one that was not understood."""
    collation: str = ""
    comment: str = ""
    array: bool = False
    unsigned: bool = False
    generated: str = ""
    """Expression of a generated (virtual) column."""
    stored: bool = False
    """Of a generated column."""
    automatic: bool = False
    """The database numbers it: serial, identity, AUTO_INCREMENT."""
    enum: str = ""
    """Name of the database's enum type, of a column of type 'enum'."""
    values: tuple[str, ...] = ()
    """Of MySQL's `enum('a','b')`."""
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def has_default(self) -> bool:
        """Is a row without a word about this column given a value (other than NULL)?"""
        return self.default is not None or bool(self.default_function) or bool(self.generated) or self.automatic


class IndexPart(Struct, frozen=True):
    """One column or expression of an index."""

    column: str = ""
    """'' for an expression."""
    expression: str = ""
    descending: bool = False
    opclass: str = ""
    collation: str = ""
    length: int | None = None
    """Of a MySQL prefix index, in characters."""


@dataclass(frozen=True, slots=True)
class Index:
    """One index; those that stand behind unique constraints and primary keys are not listed again."""

    name: str
    parts: tuple[IndexPart, ...]
    unique: bool = False
    where: str = ""
    using: str = ""
    """'btree', 'gin', 'hash', 'fulltext' ...; '' for the adapter's own."""
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    valid: bool = True
    """False for a PostgreSQL index that a failed concurrent build left behind, and for `ON ONLY`."""
    comment: str = ""
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its plain columns in their order; expressions are left out."""
        return tuple(part.column for part in self.parts if part.column)

    @property
    def plain(self) -> bool:
        """Only columns, whole ones, and all rows."""
        return not self.where and all(part.column and part.length is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """One foreign key."""

    name: str
    """'' where the file gives none."""
    columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...] = ("id",)
    on_delete: str = ""
    """'cascade', 'nullify', 'restrict', 'set_default'; '' for the database's own (no action)."""
    on_update: str = ""
    validated: bool = True
    deferrable: str = ""
    """'immediate' or 'deferred'."""
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Check:
    """One check constraint."""

    name: str
    expression: str
    validated: bool = True
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class UniqueConstraint:
    """One unique constraint (not an index)."""

    name: str
    columns: tuple[str, ...]
    deferrable: str = ""
    nulls_not_distinct: bool = False
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExclusionConstraint:
    """One PostgreSQL exclusion constraint."""

    name: str
    expression: str
    using: str = ""
    where: str = ""
    at: Place = field(default=NOWHERE, compare=False)


class Partition(Struct, frozen=True):
    """What makes a table a part of another."""

    of: str
    """Name of the partitioned table."""
    bounds: str = ""
    """As written after FOR VALUES: `IN (...)`, `FROM (...) TO (...)`; or `DEFAULT`."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `id` and all else that Rails adds by itself are among its columns."""

    name: str
    columns: tuple[Column, ...] = ()
    primary_key: tuple[str, ...] = ()
    """Empty when it has none."""
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    unique_constraints: tuple[UniqueConstraint, ...] = ()
    exclusions: tuple[ExclusionConstraint, ...] = ()
    collation: str = ""
    """Of MySQL tables: what its columns have that don't say otherwise."""
    partitioned_by: str = ""
    """As written: `RANGE (created_at)`."""
    partition: Partition | None = None
    inherits: str = ""
    """PostgreSQL's old way of parts: INHERITS (parent)."""
    comment: str = ""
    options: str = ""
    at: Place = field(default=NOWHERE, compare=False)

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class View:
    """A view; of its columns nothing is known."""

    name: str
    definition: str = ""
    materialized: bool = False
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EnumType:
    """A PostgreSQL enum type."""

    name: str
    values: tuple[str, ...]
    at: Place = field(default=NOWHERE, compare=False)


class Unread(Struct, frozen=True):
    """A statement that was not understood."""

    at: Place
    text: str
    """Its beginning, one line."""
    reason: str


@dataclass(frozen=True, slots=True)
class Schema:
    """One database."""

    database: str = "primary"
    """Its name in config/database.yml."""
    adapter: Adapter = "unknown"
    path: str = ""
    """Of the file it was read from."""
    version: str = ""
    """The newest migration it knows: digits without `_`, '' when not said."""
    rails: str = ""
    """Of `ActiveRecord::Schema[7.1]`: '7.1', '' for older files and for SQL."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """By name."""
    views: Mapping[str, View] = field(default_factory=dict)
    enums: Mapping[str, EnumType] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    """All migrations it lists, sorted (structure.sql); empty for schema.rb, which knows only the newest."""
    unread: tuple[Unread, ...] = ()
