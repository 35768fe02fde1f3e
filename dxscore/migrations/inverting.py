"""An operation of `change` -> what Rails does instead when it rolls back.

Facts: ActiveRecord::Migration::CommandRecorder of Rails 8.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dxscore.copying import replace
from dxscore.domain.migration import Operation
from dxscore.domain.ruby_values import UNKNOWN

_Inverse = Callable[[Operation], "Operation | None"]


def inverse(operation: Operation) -> tuple[Operation, ...]:
    """The operations of the other direction: `irreversible` when Rails refuses, itself when Rails records nothing."""
    around = replace(operation.around, derived=True)
    if operation.name == "block":
        return operation.parts
    if not is_recorded(operation):
        return (replace(operation, around=around),)
    make = _INVERSES.get(operation.name) if operation.around.via == "ruby" else None
    made = make(operation) if make else None
    if made is None:
        return (Operation("irreversible", operation.line, operation.table, text=operation.name, around=around),)
    return (replace(made, around=around),)


def is_recorded(operation: Operation) -> bool:
    """Whether Rails' recorder takes note of it; what it does not runs at once, in both directions."""
    around = operation.around
    if around.via == "sql":
        return not around.unrecorded
    return around.via != "model" and operation.name not in _RECORDED_NOT


def _renamed(name: str, *, needs: Callable[[Operation], bool] = lambda _operation: True) -> _Inverse:
    return lambda operation: replace(operation, name=name) if needs(operation) else None


def _swapped(name: str) -> _Inverse:
    """Old and new name change places."""

    def make(operation: Operation) -> Operation:
        if operation.columns:
            return replace(operation, name=name, columns=(operation.to,), to=operation.columns[0])
        if operation.text:
            return replace(operation, name=name, text=operation.to, to=operation.text)
        return replace(operation, name=name, table=operation.to, to=operation.table)

    return make


def _changed_back(key: str) -> _Inverse:
    """`from:` and `to:` change places; without them nobody knows what was there."""

    def make(operation: Operation) -> Operation | None:
        given = operation.options.get(key)
        pair = given if isinstance(given, Mapping) else operation.options
        if "from" not in pair or "to" not in pair:
            return None
        back = {"from": pair["to"], "to": pair["from"]}
        options = {name: value for name, value in operation.options.items() if name not in ("from", "to", key)}
        return replace(operation, options={**options, **back})

    return make


def _null_back(operation: Operation) -> Operation:
    null = operation.options.get("null")
    return replace(operation, options={"null": UNKNOWN if null is UNKNOWN else not null})


def _columns_back(operation: Operation) -> Operation | None:
    if "type" not in operation.options:
        return None
    kind = operation.options["type"]
    options = {key: value for key, value in operation.options.items() if key != "type"}
    return replace(operation, name="add_columns", type=str(kind), options=options)


def _index_back(operation: Operation) -> Operation | None:
    options = {key: value for key, value in operation.options.items() if key not in ("column", "if_exists")}
    return replace(operation, name="add_index", options=options) if operation.columns else None


def _index_gone(operation: Operation) -> Operation:
    return replace(operation, name="remove_index")


def _value_renamed_back(operation: Operation) -> Operation | None:
    options = operation.options
    if "from" not in options or "to" not in options:
        return None
    return replace(operation, options={"from": options["to"], "to": options["from"]})


def _enum_renamed_back(operation: Operation) -> Operation | None:
    to = operation.to or operation.options.get("to")
    return replace(operation, text=to, to=operation.text, options={}) if isinstance(to, str) else None


_INVERSES: Mapping[str, _Inverse] = MappingProxyType({
    "create_table": _renamed("drop_table"),
    "drop_table": _renamed("create_table", needs=lambda each: bool(each.parts or "join" in each.options)),
    "rename_table": _swapped("rename_table"),
    "add_column": _renamed("remove_column"),
    "remove_column": _renamed("add_column", needs=lambda operation: bool(operation.type)),
    "add_columns": _renamed("remove_columns"),
    "remove_columns": _columns_back,
    "rename_column": _swapped("rename_column"),
    "change_column_default": _changed_back("default"),
    "change_column_comment": _changed_back("comment"),
    "change_table_comment": _changed_back("comment"),
    "change_column_null": _null_back,
    "add_index": _index_gone,
    "remove_index": _index_back,
    "rename_index": _swapped("rename_index"),
    "add_reference": _renamed("remove_reference"),
    "remove_reference": _renamed("add_reference"),
    "add_timestamps": _renamed("remove_timestamps"),
    "remove_timestamps": _renamed("add_timestamps"),
    "add_foreign_key": _renamed("remove_foreign_key"),
    "remove_foreign_key": _renamed("add_foreign_key", needs=lambda operation: bool(operation.to)),
    "add_check_constraint": _renamed("remove_check_constraint"),
    "remove_check_constraint": _renamed("add_check_constraint", needs=lambda operation: bool(operation.text)),
    "add_exclusion_constraint": _renamed("remove_exclusion_constraint"),
    "remove_exclusion_constraint": _renamed("add_exclusion_constraint", needs=lambda operation: bool(operation.text)),
    "add_unique_constraint": _renamed("remove_unique_constraint"),
    "remove_unique_constraint": _renamed("add_unique_constraint", needs=lambda operation: bool(operation.columns)),
    "create_enum": _renamed("drop_enum"),
    "drop_enum": _renamed("create_enum", needs=lambda operation: "values" in operation.options),
    "rename_enum": _enum_renamed_back,
    "rename_enum_value": _value_renamed_back,
    "enable_extension": _renamed("disable_extension"),
    "disable_extension": _renamed("enable_extension"),
    "create_schema": _renamed("drop_schema"),
    "drop_schema": _renamed("create_schema"),
    "create_view": _renamed("drop_view"),
    "drop_view": _renamed("create_view", needs=lambda operation: "revert_to_version" in operation.options),
    "update_view": _renamed("update_view", needs=lambda operation: "revert_to_version" in operation.options),
    "replace_view": _renamed("replace_view", needs=lambda operation: "revert_to_version" in operation.options),
    "create_function": _renamed("drop_function"),
    "drop_function": _renamed("create_function", needs=lambda operation: "revert_to_version" in operation.options),
    "update_function": _renamed("update_function", needs=lambda operation: "revert_to_version" in operation.options),
    "create_trigger": _renamed("drop_trigger"),
    "drop_trigger": _renamed("create_trigger", needs=lambda operation: "revert_to_version" in operation.options),
    "update_trigger": _renamed("update_trigger", needs=lambda operation: "revert_to_version" in operation.options),
    "create_virtual_table": _renamed("drop_virtual_table"),
    "drop_virtual_table": _renamed("create_virtual_table"),
    # online_migrations
    "add_column_with_default": _renamed("remove_column"),
    "add_reference_concurrently": _renamed("remove_reference"),
    "add_not_null_constraint": _renamed("remove_not_null_constraint"),
    "add_text_limit_constraint": _renamed("remove_text_limit_constraint"),
    "initialize_column_rename": _renamed("revert_initialize_column_rename"),
    "finalize_column_rename": _renamed("revert_finalize_column_rename"),
    "initialize_table_rename": _renamed("revert_initialize_table_rename"),
    "finalize_table_rename": _renamed("revert_finalize_table_rename"),
    "swap_column_names": _swapped("swap_column_names"),
    "initialize_column_type_change": _renamed("revert_initialize_column_type_change"),
    "finalize_column_type_change": _renamed("revert_finalize_column_type_change"),
})  # fmt: skip
_RECORDED_NOT = frozenset({
    "validate_foreign_key", "validate_check_constraint", "validate_not_null_constraint",
    "validate_text_limit_constraint", "unknown", "irreversible", "backfill_column_for_type_change",
    "update_column_in_batches", "update_columns_in_batches", "attach_partition", "detach_partition", "rename_schema",
})  # fmt: skip
"""Passed on to the connection by the recorder."""
