"""A call of a migration with its arguments as values -> operations: Rails' own statements and those of helper gems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from dxscore.domain.migration import Circumstances, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.inflecting import join_table

_UNKNOWN_NAME = "?"

SHAPES: Mapping[str, tuple[str, ...]] = {
    "create_table": ("table",),
    "drop_table": ("*table",),
    "change_table": ("table",),
    "rename_table": ("table", "to"),
    "add_column": ("table", "column", "type"),
    "remove_column": ("table", "column", "type"),
    "remove_columns": ("table", "*columns"),
    "add_columns": ("table", "*columns"),
    "change_column": ("table", "column", "type"),
    "change_column_default": ("table", "column", "default"),
    "change_column_null": ("table", "column", "null", "fill"),
    "change_column_comment": ("table", "column", "comment"),
    "change_table_comment": ("table", "comment"),
    "rename_column": ("table", "column", "to"),
    "add_index": ("table", "columns"),
    "remove_index": ("table", "columns"),
    "rename_index": ("table", "text", "to"),
    "add_reference": ("table", "column"),
    "remove_reference": ("table", "column"),
    "add_timestamps": ("table",),
    "remove_timestamps": ("table",),
    "add_foreign_key": ("table", "to"),
    "remove_foreign_key": ("table", "to"),
    "validate_foreign_key": ("table", "to"),
    "add_check_constraint": ("table", "text"),
    "remove_check_constraint": ("table", "text"),
    "validate_check_constraint": ("table", "text"),
    "validate_constraint": ("table", "text"),
    "add_exclusion_constraint": ("table", "text"),
    "remove_exclusion_constraint": ("table", "text"),
    "add_unique_constraint": ("table", "columns"),
    "remove_unique_constraint": ("table", "columns"),
    "create_enum": ("text", "values"),
    "drop_enum": ("text", "values"),
    "rename_enum": ("text", "to"),
    "add_enum_value": ("text", "value"),
    "rename_enum_value": ("text",),
    "enable_extension": ("*text",),
    "disable_extension": ("*text",),
    "create_schema": ("text",),
    "drop_schema": ("text",),
    "rename_schema": ("text", "to"),
    "create_view": ("text",),
    "drop_view": ("text",),
    "update_view": ("text",),
    "replace_view": ("text",),
    "create_function": ("text",),
    "drop_function": ("text",),
    "update_function": ("text",),
    "create_trigger": ("text",),
    "drop_trigger": ("text",),
    "update_trigger": ("text",),
    "create_virtual_table": ("text",),
    "drop_virtual_table": ("text",),
    "attach_partition": ("table", "to"),
    "detach_partition": ("table", "to"),
    # online_migrations
    "add_column_with_default": ("table", "column", "type"),
    "add_not_null_constraint": ("table", "column"),
    "remove_not_null_constraint": ("table", "column"),
    "validate_not_null_constraint": ("table", "column"),
    "add_text_limit_constraint": ("table", "column", "limit"),
    "remove_text_limit_constraint": ("table", "column"),
    "validate_text_limit_constraint": ("table", "column"),
    "add_reference_concurrently": ("table", "column"),
    "update_column_in_batches": ("table", "column", "value"),
    "update_columns_in_batches": ("table",),
    "initialize_column_rename": ("table", "column", "to"),
    "initialize_columns_rename": ("table",),
    "finalize_column_rename": ("table", "column", "to"),
    "finalize_columns_rename": ("table",),
    "revert_initialize_column_rename": ("table", "column", "to"),
    "revert_finalize_column_rename": ("table", "column", "to"),
    "initialize_table_rename": ("table", "to"),
    "finalize_table_rename": ("table", "to"),
    "revert_initialize_table_rename": ("table", "to"),
    "revert_finalize_table_rename": ("table", "to"),
    "swap_column_names": ("table", "column", "to"),
    "initialize_column_type_change": ("table", "column", "type"),
    "initialize_columns_type_change": ("table",),
    "backfill_column_for_type_change": ("table", "column"),
    "backfill_columns_for_type_change": ("table",),
    "finalize_column_type_change": ("table", "column"),
    "finalize_columns_type_change": ("table",),
    "cleanup_column_type_change": ("table", "column"),
    "cleanup_columns_type_change": ("table",),
    "revert_initialize_column_type_change": ("table", "column"),
    "revert_finalize_column_type_change": ("table", "column"),
}
"""Name -> what its positional arguments are. `*x` takes all that are left; other words are options."""

_ALIASES: Mapping[str, str] = {
    "add_belongs_to": "add_reference",
    "remove_belongs_to": "remove_reference",
    "create_materialized_view": "create_view",
    "validate_constraint": "validate_check_constraint",
}
_SAFE_PREFIXES = ("safe_", "unsafe_", "raw_")
"""pg_ha_migrations' names for the statements of Rails."""
_CONCURRENT_HELPERS: Mapping[str, str] = {
    "safe_add_concurrent_index": "add_index",
    "safe_remove_concurrent_index": "remove_index",
    "safe_concurrent_index": "add_index",
    "add_concurrent_index": "add_index",
    "remove_concurrent_index": "remove_index",
    "remove_concurrent_index_by_name": "remove_index",
    "add_concurrent_foreign_key": "add_foreign_key",
}
_ATTACHMENTS = {
    "add_attachment": "add_column",
    "remove_attachment": "remove_column",
    "drop_attached_file": "remove_column",
}
"""Paperclip's."""
_ATTACHMENT = {"file_name": "string", "content_type": "string", "file_size": "integer", "updated_at": "datetime"}


class Given(Struct, frozen=True):
    """A call, evaluated."""

    name: str
    line: int
    arguments: Sequence[object]
    """Positional, without a last hash of options."""
    options: Mapping[str, object]
    around: Circumstances = field(default_factory=Circumstances)


def is_statement(name: str) -> bool:
    """Whether a call without a receiver is one that this module knows."""
    return (
        any(name in known for known in (_CONCURRENT_HELPERS, _JOIN_TABLES, _ATTACHMENTS)) or _canonical(name) in SHAPES
    )


_JOIN_TABLES = {"create_join_table": "create_table", "drop_join_table": "drop_table"}


def operations_of(given: Given) -> Iterator[Operation]:
    """What the call does; several for `drop_table :a, :b`."""
    if given.name in _JOIN_TABLES:
        yield _joining(given)
        return
    if given.name in _CONCURRENT_HELPERS:
        yield _concurrent(given)
        return
    if given.name in _ATTACHMENTS:
        yield from _attachments(given)
        return
    name = _canonical(given.name)
    shape = SHAPES[name]
    if shape[0].startswith("*"):
        many = given.arguments or (UNKNOWN,)
        for each in many:
            yield _shaped(name, (shape[0][1:],), given, (each,))
        return
    yield _shaped(name, shape, given, given.arguments)


def _canonical(name: str) -> str:
    bare = next((name.removeprefix(prefix) for prefix in _SAFE_PREFIXES if name.startswith(prefix)), name)
    return _ALIASES.get(bare, bare)


def _shaped(name: str, shape: Sequence[str], given: Given, arguments: Sequence[object]) -> Operation:
    fields: dict[str, object] = {}
    options = dict(given.options)
    for position, slot in enumerate(shape):
        if slot.startswith("*"):
            fields["columns"] = names(arguments[position:])
        elif position < len(arguments):
            _place(slot, arguments[position], fields, options)
    if name == "remove_index" and "columns" not in fields and "column" in options:
        fields["columns"] = names(options["column"])
    return Operation(name, given.line, options=options, around=given.around, **fields)  # type: ignore[arg-type] # by slot


def _place(slot: str, value: object, fields: dict[str, object], options: dict[str, object]) -> None:
    match slot:
        case "table" | "to" | "type" | "text":
            if slot != "type" or value is not None:
                fields[slot] = name_of(value)
        case "column" | "columns":
            fields["columns"] = names(value)
        case _:
            options[slot] = value


def name_of(value: object) -> str:
    """A name as Rails takes it, '?' when unknown."""
    return value.removeprefix("public.") if isinstance(value, str) else _UNKNOWN_NAME


def names(value: object) -> tuple[str, ...]:
    """One name or several."""
    if isinstance(value, (tuple, list)):
        return tuple(name_of(each) for each in value)
    return () if value is None else (name_of(value),)


def _joining(given: Given) -> Operation:
    tables = names(given.arguments[:2])
    table = given.options.get("table_name") or (join_table(*tables) if len(tables) == 2 else _UNKNOWN_NAME)
    options = {**given.options, "id": False, "join": tables}
    return Operation(
        _JOIN_TABLES[given.name], given.line, name_of(table), columns=tables, options=options, around=given.around
    )


def _attachments(given: Given) -> Iterator[Operation]:
    """The columns of each file."""
    table, *files = given.arguments or ("?",)
    for each in names(files):
        for suffix, kind in _ATTACHMENT.items():
            column = (f"{each}_{suffix}",)
            yield Operation(_ATTACHMENTS[given.name], given.line, name_of(table), column, kind, around=given.around)


def _concurrent(given: Given) -> Operation:
    name = _CONCURRENT_HELPERS[given.name]
    shaped = _shaped(name, SHAPES[name], given, given.arguments)
    added = {"validate": False} if name == "add_foreign_key" else {"algorithm": "concurrently"}
    options = {**shaped.options, **added}
    return Operation(name, given.line, shaped.table, shaped.columns, to=shaped.to, options=options, around=given.around)
