"""What migrations will meet: the database, how Rails is set up, which models use which table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from dxscore.domain.schema import Adapter


class TableUse(Struct, frozen=True):
    """What the application's models say of a table."""

    models: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()
    """Columns that all of these models ignore."""
    inheritance: frozenset[str] = frozenset({"type"})
    """Columns that say of which class a row is."""


class Target(Struct, frozen=True):
    """The world of a migration."""

    adapter: Adapter = "unknown"
    version: tuple[int, ...] = ()
    """Of the database server, () when unknown: a supported one is assumed."""
    partial_inserts: bool | None = None
    """Does Rails leave columns with unchanged values out of INSERT? None when the configuration does not tell."""
    strict: bool = True
    """MySQL's strict mode, which Rails switches on unless database.yml says otherwise."""
    utc: bool | None = None
    """Is the server's time zone UTC?"""
    small_tables: frozenset[str] = frozenset()
    rewritten: frozenset[str] = frozenset()
    """Statements that a gem makes safe when they run: safe-pg-migrations, strong_migrations with safe_by_default."""
    uses: Mapping[str, TableUse] = field(default_factory=dict)
    """By table."""
    models_known: bool = False
    """Whether the models were read at all."""

    @property
    def is_mysql(self) -> bool:
        """MySQL or MariaDB."""
        return self.adapter in ("mysql", "mariadb")

    def before(self, *version: int) -> bool:
        """Is the server known to be older?"""
        return bool(self.version) and self.version < version
