"""New migrations and when things reached the main branch -> steps, with the release of the step that comes before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dxscore.domain.facts import Entity
from dxscore.domain.landing import Landing, Landings
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.model import Models
from dxscore.domain.subject import Placed
from dxscore.migrations.inflecting import referred_table
from dxscore.migrations.step_names import AttributeValue, removed_columns

_VALIDATES = frozenset(
    {"validate_foreign_key", "validate_check_constraint", "validate_constraint", "validate_not_null_constraint"}
)
_DROPS = frozenset({"remove_column", "remove_columns", "remove_reference", "remove_timestamps"})

ORDERED = _VALIDATES | _DROPS
"""Statements that another release must have prepared."""


def order_of_steps(migrations: Sequence[Migration], landings: Landings, models: Models | None) -> Iterator[Placed]:
    """Drops of ignored columns and validations whose first step is in the log; `models` tell whose columns they are."""
    for migration in migrations:
        landing = landings.migrations.get(migration.path)
        for each in migration.ways.up if landing else ():
            if landing is not None and each.name in _DROPS and models is not None:
                yield from _drops(migration, each, landing, landings, models)
            elif landing is not None and each.name in _VALIDATES:
                yield from _validations(migration, each, landing, landings, migrations)


def _drops(
    migration: Migration, operation: Operation, landing: Landing, landings: Landings, models: Models
) -> Iterator[Placed]:
    paths = {model.path for model in models.of_table(operation.table)}
    for column in removed_columns(operation):
        begun = [each for each in landings.ignorings if each.names(column) and _is_of(each.path, paths)]
        before = [each.landing for each in begun if each.landing.position >= landing.position]
        if before:
            yield _step(migration, operation, f"{operation.table}.{column}", landing, before[0])


def _is_of(path: str, paths: set[str]) -> bool:
    """A model's file, or that of a concern: whose, is not looked at."""
    return path in paths or "/concerns/" in path


def _validations(
    migration: Migration, operation: Operation, landing: Landing, landings: Landings, migrations: Sequence[Migration]
) -> Iterator[Placed]:
    for other in migrations:
        added = next((each for each in other.ways.up if _adds(each, operation)), None)
        first = landings.migrations.get(other.path)
        if added is not None and first is not None and other.path != migration.path:
            name = str(operation.options.get("name") or operation.text or operation.to)
            yield _step(migration, operation, f"{name} of {operation.table}", landing, first)


def _adds(added: Operation, validates: Operation) -> bool:
    if added.table != validates.table or not added.name.startswith("add_"):
        return False
    key = added.options.get("foreign_key")
    late = added.options.get("validate") is False or (isinstance(key, Mapping) and key.get("validate") is False)
    wanted = {str(validates.options.get("name") or ""), validates.text, validates.to, *validates.columns} - {""}
    names = {str(added.options.get("name") or ""), added.to, *added.columns, *map(referred_table, added.columns)} - {""}
    return late and bool(wanted & names)


def _step(migration: Migration, operation: Operation, subject: str, landing: Landing, first: Landing) -> Placed:
    attributes: dict[str, AttributeValue] = {
        "step": "drop" if operation.name in _DROPS else "validate",
        "subject": subject,
        "together": landing.position == first.position,
        "commit": landing.commit[:10],
        "earlier": first.commit[:10],
        "earlier_day": first.day,
        "releases": first.position - landing.position,
    }
    return migration.path, Entity("migration_order", operation.line, operation.line, migration.name, attributes)
