"""Which old migrations a schema file can stand for, and what it does not carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

LossKind: TypeAlias = Literal["rows", "sql", "unknown"]
"""Rows that were added; SQL that the schema file does not keep; what was not understood."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a new database would lack."""

    kind: LossKind
    path: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An old migration that can't go yet."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Squash:
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
