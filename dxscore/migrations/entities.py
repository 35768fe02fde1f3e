"""Migrations with the schemas before them -> the entities that rules judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxscore.domain.facts import Entity
from dxscore.domain.migration import Direction, Migration, Operation
from dxscore.domain.schema import Schema
from dxscore.domain.subject import Placed
from dxscore.migrations.replay import Replay
from dxscore.migrations.steps import step_of
from dxscore.migrations.target import Target
from dxscore.migrations.walking import moments

_ALTERING = frozenset(
    "add_column remove_column remove_columns change_column change_column_default change_column_null rename_column "
    "add_reference remove_reference add_timestamps remove_timestamps".split()
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged."""

    migrations: Sequence[Migration]
    """By path."""
    before: Mapping[str, Schema]
    """By path."""
    target: Target
    post_release: frozenset[str] = frozenset()
    """Paths of those that run after a release."""
    newest_before: Mapping[str, int] = field(default_factory=dict)
    """Of files that the deployed version lacks: the newest version that its schema has."""


def steps(judged: Judged, *, all_directions: bool) -> Iterator[Placed]:
    """Statements of both directions; without `all_directions`, of those that Rails derives only what is news."""
    for migration in judged.migrations:
        for direction, moment_list in _both(migration, judged):
            for entity in moment_list:
                if all_directions or direction == "up" or _is_news(entity):
                    yield migration.path, entity


def _is_news(entity: Entity) -> bool:
    """What Rails derives from `change` says the same again, unless it can't be undone or runs both ways."""
    attributes = entity.attributes
    return not attributes["derived"] or attributes["operation"] == "irreversible" or attributes["via"] == "model"


def _both(migration: Migration, judged: Judged) -> Iterator[tuple[Direction, list[Entity]]]:
    target = judged.target
    before = judged.before.get(migration.path, Schema(adapter=target.adapter))
    up = migration.ways.up
    yield (
        "up",
        [
            step_of(migration, each, "up", target, frozenset())
            for each in moments(migration, up, before, target.adapter)
        ],
    )
    after = Replay.of(migration.path, migration.rails, target.adapter).apply_all(before, up)
    down = moments(migration, migration.ways.down, after, target.adapter)
    own = frozenset(_made(up))
    yield "down", [step_of(migration, each, "down", target, own) for each in down]


def _made(operations: Sequence[Operation]) -> Iterator[str]:
    """Tables, `table.column` and `table#index` that going up makes."""
    for operation in operations:
        match operation.name:
            case "create_table":
                yield operation.table
            case "add_column" | "add_columns" | "add_column_with_default":
                yield from (f"{operation.table}.{column}" for column in operation.columns)
            case "add_reference" | "add_reference_concurrently":
                yield from (f"{operation.table}.{column}" for column in operation.columns)
                yield from (f"{operation.table}.{column}_id" for column in operation.columns)
            case "add_timestamps":
                yield from (f"{operation.table}.{column}" for column in ("created_at", "updated_at"))
            case "rename_column":
                yield f"{operation.table}.{operation.to}"
            case "rename_table":
                yield operation.to
            case "add_index":
                yield f"{operation.table}#{','.join(operation.columns)}"
                yield f"{operation.table}#{operation.options.get('name')}"


def whole(judged: Judged) -> Iterator[Placed]:
    """One entity for each migration."""
    versions = Counter(each.version for each in judged.migrations if each.version)
    for migration in judged.migrations:
        twins = [
            each.path
            for each in judged.migrations
            if versions[migration.version] > 1 and each.version == migration.version and each is not migration
        ]
        yield migration.path, _entity(migration, judged, next(iter(twins), ""))


def _entity(migration: Migration, judged: Judged, twin: str) -> Entity:
    name = migration.name.rpartition("::")[2]
    expected = migration.file_name
    table, alters = _most_altered(migration)
    return Entity(
        "migration",
        migration.line,
        migration.line,
        migration.name,
        {
            "version": migration.version,
            "name": migration.name,
            "expected_name": expected,
            "misnamed": bool(name and expected) and name.lower() != expected.lower(),
            "rails": migration.rails,
            "problem": migration.problem,
            "has_down": migration.ways.has_down or not _changes_anything(migration),
            "statements": len(migration.ways.up),
            "mixes": _mixes(migration),
            "tables": len({each.table for each in migration.ways.up if each.table} - _created(migration)),
            "ddl_transaction": migration.transaction,
            "duplicate_of": twin,
            "late": _late(migration, judged),
            "post_release": migration.path in judged.post_release,
            "bulk_alters": alters,
            "bulk_table": table,
        },
    )


def _late(migration: Migration, judged: Judged) -> str:
    newest = judged.newest_before.get(migration.path, 0)
    return str(newest) if migration.version and int(migration.version) < newest else ""


def _changes_anything(migration: Migration) -> bool:
    return any(operation.name != "irreversible" for operation in migration.ways.up)


def _created(migration: Migration) -> set[str]:
    return {each.table for each in migration.ways.up if each.name == "create_table"}


def _mixes(migration: Migration) -> bool:
    """Statements on existing tables, and many rows written."""
    created = _created(migration)
    existing = [each for each in migration.ways.up if each.table not in created and not each.around.assured]
    schema = any(each.around.via != "model" and each.name in _ALTERING for each in existing)
    return schema and any(each.around.via == "model" or each.name in ("update_all", "delete_all") for each in existing)


def _most_altered(migration: Migration) -> tuple[str, int]:
    """The existing table with most statements that could be one ALTER TABLE, and how many."""
    created = _created(migration)
    plain = [
        each.table
        for each in migration.ways.up
        if each.name in _ALTERING and each.table not in created and not each.around.bulk and each.around.via == "ruby"
    ]
    found = Counter(table for table in plain if table not in ("", "?")).most_common(1)
    return found[0] if found else ("", 0)
