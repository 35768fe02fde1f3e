"""A moment of a migration -> the entity `migration_step` that rules judge: all that is known of the statement."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.facts import Entity
from dxscore.domain.migration import Direction, Migration, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.step_columns import of_columns
from dxscore.migrations.step_indexes import of_indexes
from dxscore.migrations.step_names import AttributeValue, option_text, removed_columns
from dxscore.migrations.target import Target
from dxscore.migrations.walking import Moment

_WRITES = frozenset({"update_all", "delete_all", "destroy_all", "insert_all", "touch_all", "upsert_all"})
_SCHEMA_STATEMENTS = ("add_", "change_column", "create_", "drop_", "remove_", "rename_", "validate_")


def step_of(migration: Migration, moment: Moment, direction: Direction, target: Target, own: frozenset[str]) -> Entity:
    """`own` are the tables and columns (`table.column`) that the other direction makes."""
    operation = moment.operation
    attributes: dict[str, AttributeValue] = {
        **_place(migration, operation, direction, target),
        **_standing(moment, target, own),
        **_circumstances(migration, moment, target),
        **of_columns(moment, target),
        **of_indexes(migration, moment, target),
        **_of_constraints(moment),
        **_of_tables(moment, target),
        **_of_rows(operation),
    }
    return Entity("migration_step", operation.line, operation.line, migration.name, attributes)


def _place(
    migration: Migration, operation: Operation, direction: Direction, target: Target
) -> dict[str, AttributeValue]:
    return {
        "direction": direction,
        "operation": operation.name,
        "table": operation.table,
        "columns": ", ".join(removed_columns(operation)),
        "to": operation.to,
        "type": operation.type,
        "detail": operation.text,
        "via": operation.around.via,
        "adapter": target.adapter,
        "migration": migration.name,
        "version": migration.version,
        "rails": migration.rails,
    }


def _standing(moment: Moment, target: Target, own: frozenset[str]) -> dict[str, AttributeValue]:
    """Whether anybody feels what the statement does."""
    operation = moment.operation
    table = operation.table
    new = table in moment.new_tables or operation.name == "create_table"
    small = table in target.small_tables
    helped = operation.name in target.rewritten
    assured = operation.around.assured
    new_column = bool(operation.columns) and all(
        new or (table, column) in moment.new_columns for column in operation.columns
    )
    return {
        "assured": assured,
        "table_is_new": new,
        "column_is_new": new_column,
        "exposed": not (new or small or assured or helped),
        "known_table": moment.table is not None,
        "undoes": bool(own) and undoes(operation, own),
    }


def undoes(operation: Operation, own: frozenset[str]) -> bool:
    """Whether what it removes was made by the other direction."""
    if operation.table in own:
        return True
    if operation.name == "remove_index":
        names = (",".join(operation.columns), str(operation.options.get("name")))
        return any(f"{operation.table}#{name}" in own for name in names)
    columns = removed_columns(operation)
    return bool(columns) and all(f"{operation.table}.{column}" in own for column in columns)


def _circumstances(migration: Migration, moment: Moment, target: Target) -> dict[str, AttributeValue]:
    around = moment.operation.around
    return {
        "in_transaction": around.transaction and not target.is_mysql,
        "ddl_transaction": migration.transaction,
        "locks_held": len(moment.locked),
        "guarded": around.guarded,
        "bulk": around.bulk,
        "batched": around.batched,
        "throttled": around.throttled,
        "looped": around.looped,
        "locked": around.locked,
        "derived": around.derived,
        "algorithm": option_text(moment.operation, "algorithm"),
        "lock": option_text(moment.operation, "lock"),
    }


def _of_constraints(moment: Moment) -> dict[str, AttributeValue]:
    operation = moment.operation
    key = operation.options.get("foreign_key")
    of_reference = operation.name in ("add_reference", "add_reference_concurrently", "add_column")
    validates_key = bool(key) and not (isinstance(key, Mapping) and key.get("validate") is False)
    return {
        "validates": operation.options.get("validate") is not False,
        "refers": bool(of_reference and key),
        "checks_reference": of_reference and validates_key,
        "using_index": bool(operation.options.get("using_index")),
        "referred_tables": len(moment.referred),
        "refers_here": operation.name in _REFERRING or bool(of_reference and key),
        "refers_to_new": operation.to in moment.new_tables,
    }


_REFERRING = frozenset({"add_foreign_key", "add_reference", "add_reference_concurrently", "create_table"})


def _of_tables(moment: Moment, target: Target) -> dict[str, AttributeValue]:
    operation = moment.operation
    use = target.uses.get(operation.table)
    keys = {key.to_table for key in moment.table.foreign_keys} if moment.table else set()
    force = operation.options.get("force")
    return {
        "force": bool(force) and force is not UNKNOWN,
        "used_by": ", ".join(use.models) if use else "",
        "foreign_keys": len(keys - {operation.table} - moment.new_tables),
        "key_type": _key_type(operation),
        "has_timestamps": any(
            part.name == "add_timestamps" or {"created_at", "updated_at"} & set(part.columns)
            for part in operation.parts
        ),
        "cascades": operation.options.get("cascade") is True,
    }


def _key_type(operation: Operation) -> str:
    """The type that `create_table` gives the primary key, '' for the usual one."""
    if operation.name != "create_table" or "join" in operation.options:
        return ""
    given = operation.options.get("id")
    if isinstance(given, Mapping):
        given = given.get("type")
    return given if isinstance(given, str) and given != "primary_key" else ""


def _of_rows(operation: Operation) -> dict[str, AttributeValue]:
    around = operation.around
    where = operation.options.get("where")
    return {
        "writes_rows": operation.name in _WRITES or (around.via == "model"),
        "writes_many": operation.name in _WRITES,
        "changes_schema": operation.name.startswith(_SCHEMA_STATEMENTS) and around.via != "model",
        "where": where if isinstance(where, str) and around.via == "sql" else "",
        "model": operation.text if around.via == "model" else "",
    }
