"""What a rollback is judged by: both ends of a change, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from dxscore.domain.migration import Migration
from dxscore.domain.model import Models
from dxscore.domain.program import Program
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Adapter, Schema


class Mentions(Struct, frozen=True):
    """The files of a release that contain one of some words; no tests, no migrations."""

    code: Mapping[str, RubyCode] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Of templates in languages that are not read: path -> word -> its first line."""
    schedules: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Of YAML files that say which jobs run when: the same."""


class Release(Struct, frozen=True):
    """One end."""

    changed: Mapping[str, RubyCode]
    """By path: the files that the change touched, as they are at this end; neither tests nor migrations."""
    program: Program
    """Of those files and of the classes that theirs inherit from."""
    models: Models
    """Of that program."""
    schemas: Mapping[str, Schema]
    """As committed, by name of the database."""
    naming: Callable[[frozenset[str]], Mentions]
    all_models: Callable[[], Models]
    """Of the whole release."""
    adapter: Adapter = "unknown"
    """Of its main database."""


class ReleaseChange(Struct, frozen=True):
    """A change: what is deployed, and what is to be."""

    base: Release
    head: Release
    migrations: tuple[Migration, ...] = ()
    """Those that only the head has, in the order in which they run."""
    migration_code: Mapping[str, RubyCode] = field(default_factory=dict)
    """By path."""
    before: Mapping[str, Schema] = field(default_factory=dict)
    """Path of a migration -> the schema before it."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Path in the base -> path in the head."""
