"""What a schema guarantees of the models on it, as plain values: promises of the code, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.report import ScanReport
from dxscore.domain.schema import NOWHERE, Place, Schema

Aspect: TypeAlias = Literal[
    "presence", "uniqueness", "reference", "length", "inclusion", "enum", "numericality", "polymorphic pair"
]
"""What kind of promise: the words of the coverage."""

ASPECTS: tuple[Aspect, ...] = (
    "presence",
    "uniqueness",
    "reference",
    "length",
    "inclusion",
    "enum",
    "numericality",
    "polymorphic pair",
)


class Gap(Struct, frozen=True):
    """Something that schema and models disagree on, or that is wrong with a table."""

    problem: str
    """'missing-not-null', 'redundant-index' ...: the rules' word for it, see domain/entities.py."""
    table: str
    columns: tuple[str, ...] = ()
    model: str = ""
    """Full name; of a table without a model ''."""
    name: str = ""
    """Of the index, association, constraint or validated attribute."""
    detail: str = ""
    """The facts behind it: types, names, numbers."""
    at: Place = NOWHERE
    """Where it is to be put right: in the model, or in the schema when no model of the project has the table."""
    written: Place = NOWHERE
    """Where the schema says so."""
    steps: tuple[str, ...] = ()
    """Statements that put it right without long locks, in their order; none when it is not the database's to change."""


class Promise(Struct, frozen=True):
    """Something the code says about rows, that the database could guarantee."""

    aspect: Aspect
    model: str
    table: str
    columns: tuple[str, ...]
    kept: bool
    """Does the database guarantee it?"""
    at: Place
    """Where the code says so."""


class Audit(Struct, frozen=True):
    """Everything that came of holding models against schemas."""

    promises: tuple[Promise, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Audited(Struct, frozen=True):
    """The audit of one version of a project."""

    schemas: tuple[Schema, ...]
    audit: Audit
    homes: Mapping[str, tuple[str, str]]
    """Models -> their tables and files."""
    unknown: str = ""
    """Why nothing is known; '' when a schema was read."""


class Share(Struct, frozen=True):
    """How much of what is promised is guaranteed."""

    promised: int = 0
    kept: int = 0

    @property
    def percent(self) -> float | None:
        """None where nothing is promised: no promise is not a kept one."""
        return round(100 * self.kept / self.promised, 1) if self.promised else None


class Covered(Struct, frozen=True):
    """The shares of a model, an owner or the whole."""

    name: str
    owner: str
    aspects: Mapping[Aspect, Share]
    """Those with a promise."""

    @property
    def total(self) -> Share:
        """Of all aspects together."""
        return Share(
            sum(share.promised for share in self.aspects.values()), sum(share.kept for share in self.aspects.values())
        )


class SchemaReport(Struct, frozen=True):
    """What `dxscore schema` shows."""

    scan: ScanReport
    """Of the rules about schemas alone; `coverage.unknown` says why nothing is known, if so."""
    schemas: tuple[Schema, ...]
    homes: Mapping[str, tuple[str, ...]]
    """Tables -> names of the models on them."""
    total: Covered
    models: tuple[Covered, ...]
    """Worst first."""
    owners: tuple[Covered, ...]
    """By name."""
