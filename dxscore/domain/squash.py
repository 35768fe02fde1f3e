"""Which old migrations a schema file can stand for, and what it does not carry."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

LossKind: TypeAlias = Literal["rows", "sql", "unknown"]
"""Rows that were added; SQL that the schema file does not keep; what was not understood."""


class Loss(Struct, frozen=True):
    """Something that a new database would lack."""

    kind: LossKind
    path: str
    line: int
    what: str


class Kept(Struct, frozen=True):
    """An old migration that can't go yet."""

    path: str
    reason: str


class Squash(Struct, frozen=True):
    """Of the main database."""

    schema: str
    """Path of the schema file that stands for the folded migrations, '' when there is none."""
    before: str
    """Migrations with a version up to this one are old."""
    folded: tuple[str, ...]
    """Paths, by version."""
    kept: tuple[Kept, ...]
    lost: tuple[Loss, ...]
    statements: int
    """That a new database runs for the folded ones."""
    schema_statements: int
    """That it runs to load the schema file: tables, indexes, keys, constraints and enums."""
    newer: int
    """Migrations that stay because they are new."""
