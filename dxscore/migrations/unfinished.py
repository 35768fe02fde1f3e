"""A schema, its models and old migrations -> changes in steps whose last step was never taken, with their age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from dxscore.domain.facts import Entity
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.model import Models
from dxscore.domain.program import Program
from dxscore.domain.ruby_values import texts_of, value_of
from dxscore.domain.schema import Place, Schema, Table
from dxscore.domain.subject import Placed
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.step_names import AttributeValue, removed_columns

_COPY = re.compile(r"[\"`]?(?:\w+[\"`]?\.[\"`]?)?(\w+)[\"`]?\s*=\s*[\"`]?(?:\w+[\"`]?\.[\"`]?)?(\w+)[\"`]?")
_VERSION_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})\d{0,6}")


class Unfinished(Struct, frozen=True):
    """What is looked at."""

    schemas: Mapping[str, Schema]
    migrations: Sequence[Migration] = ()
    """All that may have begun or ended a change in steps, old ones too."""
    models: Models | None = None
    """None when no model ignores a column."""
    program: Program | None = None
    as_of: date = field(default=date.max)


class _Stage(Struct, frozen=True):
    """Where a change stands."""

    stage: str
    table: str
    name: str
    what: str

    def entity(self, place: Place, begun: Migration | None, as_of: date) -> Placed:
        """Since that migration; None when none tells."""
        day = _day(begun)
        attributes: dict[str, AttributeValue] = {
            "stage": self.stage,
            "table": self.table,
            "name": self.name,
            "what": self.what,
            "since": day.isoformat() if day else "",
            "days": max(0, (as_of - day).days) if day else None,
        }
        return place.path, Entity("unfinished_change", place.line, place.line, f"{self.table}.{self.name}", attributes)


def unfinished(about: Unfinished) -> Iterator[Placed]:
    """Constraints without VALIDATE, ignored columns that are gone, columns that should have replaced another."""
    for schema in about.schemas.values():
        for table in schema.tables.values():
            yield from _never_validated(table, about)
    yield from _ignored(about)
    for migration in about.migrations:
        yield from _doubled(migration, about)


def _never_validated(table: Table, about: Unfinished) -> Iterator[Placed]:
    for key in table.foreign_keys:
        if not key.validated:
            name = key.name or f"to {key.to_table}"
            yield _constraint(
                _Stage("never-validated", table.name, name, f"foreign key {name}"), key.to_table, key.at, about
            )
    for check in table.checks:
        if not check.validated:
            what = f"check constraint {check.name}"
            yield _constraint(_Stage("never-validated", table.name, check.name, what), check.name, check.at, about)


def _constraint(stage: _Stage, wanted: str, at: Place, about: Unfinished) -> Placed:
    """At the migration that added it, if that is still there."""
    begun = next((found for each in about.migrations for found in [_adds(each, stage.table, wanted)] if found), None)
    return stage.entity(begun[0] if begun else at, begun[1] if begun else None, about.as_of)


def _adds(migration: Migration, table: str, wanted: str) -> tuple[Place, Migration] | None:
    """Where a migration adds a constraint without validating it."""
    for each in migration.ways.up:
        key = each.options.get("foreign_key")
        to = key.get("to_table") if isinstance(key, Mapping) else None
        names = (each.to, each.options.get("name"), to, *map(referred_table, each.columns))
        if each.table == table and wanted in names and each.name.startswith("add_"):
            return Place(migration.path, each.line), migration
    return None


def _ignored(about: Unfinished) -> Iterator[Placed]:
    """Columns that no schema has any more: the line that ignores them has nothing to do."""
    if about.models is None or about.program is None:
        return
    for name, namespace in about.program.namespaces.items():
        model = about.models.get(name)
        table = _table(about.schemas, model.table) if model else None
        for macro in namespace.macros if table else ():
            if macro.name == "ignored_columns=" and macro.written_in == name and table is not None:
                columns = [each for argument in macro.call.arguments for each in _named(argument)]
                gone = [each for each in columns if table.column(each) is None]
                for column in gone:
                    removed = next((each for each in about.migrations if _removes(each, table.name, column)), None)
                    place = Place(macro.path, macro.line)
                    yield _Stage("ignored-gone", table.name, column, column).entity(place, removed, about.as_of)


def _named(argument: object) -> tuple[str, ...]:
    """Of `[...]`, `super + [...]`, `ignored_columns + %w[...]`."""
    found = texts_of(value_of(argument))  # type: ignore[arg-type] # an argument is an expression
    if found:
        return found
    parts = (getattr(argument, "receiver", None), *getattr(argument, "arguments", ()))
    return tuple(each for part in parts if part is not None for each in _named(part))


def _table(schemas: Mapping[str, Schema], name: str | None) -> Table | None:
    return next((schema.tables[name] for schema in schemas.values() if name and name in schema.tables), None)


def _removes(migration: Migration, table: str, column: str) -> bool:
    return any(
        each.table == table and each.name.startswith("remove_") and column in removed_columns(each)
        for each in migration.ways.up
    )


def _doubled(migration: Migration, about: Unfinished) -> Iterator[Placed]:
    """A migration that adds a column and fills it with another one, while the schema still has both."""
    added = {
        (each.table, column)
        for each in migration.ways.up
        if each.name in ("add_column", "add_columns", "initialize_column_rename")
        for column in ((each.to,) if each.to else each.columns)
    }
    for each in migration.ways.up:
        for new, old in _copied(each):
            table = _table(about.schemas, each.table)
            if (each.table, new) in added and table and table.column(new) and table.column(old) and new != old:
                place = Place(migration.path, each.line)
                stage = _Stage("two-columns", each.table, new, f"{old} and {new}")
                yield stage.entity(place, migration, about.as_of)


def _copied(operation: Operation) -> Iterator[tuple[str, str]]:
    """New column, old column."""
    if operation.name == "initialize_column_rename":
        yield from ((operation.to, column) for column in operation.columns)
    if operation.name != "update_all":
        return
    said = operation.options.get("said")
    text = re.split(r"\bwhere\b", operation.text, maxsplit=1, flags=re.IGNORECASE)[0]
    texts = said if isinstance(said, tuple) else (re.split(r"\bset\b", text, maxsplit=1, flags=re.IGNORECASE)[-1],)
    for each in texts:
        yield from (found.groups() for part in str(each).split(",") if (found := _COPY.fullmatch(part.strip())))  # type: ignore[misc] # two groups


def _day(migration: Migration | None) -> date | None:
    """By the version: nothing else tells when a migration was written."""
    found = _VERSION_DATE.fullmatch(migration.version) if migration else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
