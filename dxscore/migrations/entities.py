"""Migrations with the schemas before them -> the entities that rules judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

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


_TO_TAKE_BACK = _ALTERING | {"create_table", "drop_table", "rename_table", "add_index", "add_foreign_key"}
_ROW_WRITES = frozenset(
    {"update_all", "delete_all", "destroy_all", "insert_all", "insert_all!", "upsert_all", "touch_all"}
)
_CREATES = frozenset({"create", "create!", "insert", "insert!", "insert_all", "insert_all!"})
"""Done twice, they leave two rows."""


class Note(Struct, frozen=True):
    """What the text of a file tells beside its code."""

    documented: bool
    """A comment or `desc` says what it is for."""
    names_lock: bool
    """It names an advisory lock."""


class Judged(Struct, frozen=True):
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
    edited: frozenset[str] = frozenset()
    """Paths of those that the deployed version has otherwise."""
    drift: Mapping[str, str] = field(default_factory=dict)
    """Path -> what the committed schema says otherwise."""
    undumped: frozenset[str] = frozenset()
    """Paths of those that the committed schema does not contain."""
    rails: str = ""
    """The locked series, '' when unknown."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    """Of files that run after a release, by path."""


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
    return not attributes["derived"] or attributes["operation"] == "irreversible" or attributes["writes_rows"] is True


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
    own = frozenset(made(up))
    yield "down", [step_of(migration, each, "down", target, own) for each in down]


def made(operations: Sequence[Operation]) -> Iterator[str]:
    """Tables, `table.column` and `table#index` that going up makes."""
    for operation in operations:
        match operation.name:
            case "create_table":
                yield operation.table
            case "add_column" | "add_columns" | "add_column_with_default":
                yield from (f"{operation.table}.{column}" for column in operation.columns)
            case "add_reference" | "add_reference_concurrently":
                yield from (f"{operation.table}.{column}" for column in operation.columns)
                yield from (
                    f"{operation.table}.{column}{end}" for column in operation.columns for end in ("_id", "_type")
                )
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
            "has_down": can_go_back(migration),
            "statements": len(migration.ways.up),
            "mixes": _mixes(migration),
            "tables": len({each.table for each in migration.ways.up if each.table} - _created(migration)),
            "ddl_transaction": migration.transaction,
            "duplicate_of": twin,
            "late": _late(migration, judged),
            "post_release": migration.path in judged.post_release,
            "edited": migration.path in judged.edited,
            "drift": judged.drift.get(migration.path, ""),
            "undumped": migration.path in judged.undumped,
            "behind": _is_behind(migration, judged),
            "locked_rails": judged.rails,
            **_of_rows(migration, judged),
            "bulk_alters": alters,
            "bulk_table": table,
        },
    )


def _of_rows(migration: Migration, judged: Judged) -> dict[str, bool]:
    writes = _writes(migration)
    note = judged.notes.get(migration.path, Note(documented=True, names_lock=True))
    many = [each for each in writes if each.around.looped or each.name in _ROW_WRITES]
    return {
        "writes_rows": bool(writes),
        "batched": all(each.around.batched for each in many),
        "throttled": all(each.around.throttled for each in many),
        "locked": note.names_lock or (bool(writes) and all(each.around.locked for each in writes)),
        "documented": note.documented,
        "creates_rows": any(each.name in _CREATES for each in writes),
    }


def _late(migration: Migration, judged: Judged) -> str:
    newest = judged.newest_before.get(migration.path, 0)
    return str(newest) if migration.version and int(migration.version) < newest else ""


def can_go_back(migration: Migration) -> bool:
    """There is a way back, and it does something where the schema was changed; or there is nothing to take back."""
    ways = migration.ways
    changes = any(each.around.via != "model" and each.name in _TO_TAKE_BACK for each in ways.up)
    if not ways.has_down:
        return not any(each.name != "irreversible" for each in ways.up)
    return bool(ways.down) or not changes


def _is_behind(migration: Migration, judged: Judged) -> bool:
    """Whether it is written for an older Rails than the locked one."""
    series = [
        tuple(int(part) for part in text.split(".") if part.isdecimal()) for text in (migration.rails, judged.rails)
    ]
    return all(len(each) == 2 for each in series) and series[0] < series[1]


def _writes(migration: Migration) -> list[Operation]:
    return [each for each in migration.ways.up if each.around.via == "model" or each.name in _ROW_WRITES]


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
