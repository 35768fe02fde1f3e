"""A call of `t.something` in create_table and change_table -> the operations it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dxscore.copying import replace
from dxscore.domain.migration import Operation
from dxscore.migrations.statements import Given, name_of, operations_of

COLUMN_TYPES = frozenset(
    "bigint bigserial binary bit bit_varying blob box boolean char cidr circle citext date daterange datetime decimal "
    "double enum float geography geometry hstore inet int4range int8range integer interval json jsonb line line_string "
    "longblob longtext lseg ltree macaddr mediumblob mediumint mediumtext money multi_line_string multi_point "
    "multi_polygon numeric numrange oid path point polygon primary_key serial set smallint st_point st_polygon string "
    "text time timestamp timestamptz timetz tinyblob tinyint tinytext tsquery tsrange tstzrange tsvector "
    "unsigned_bigint unsigned_decimal unsigned_float unsigned_integer uuid varbinary vector virtual xml".split()
)
_DELEGATED: Mapping[str, str] = {
    "index": "add_index",
    "foreign_key": "add_foreign_key",
    "check_constraint": "add_check_constraint",
    "exclusion_constraint": "add_exclusion_constraint",
    "unique_constraint": "add_unique_constraint",
    "unique_key": "add_unique_constraint",
    "change": "change_column",
    "change_default": "change_column_default",
    "change_null": "change_column_null",
    "rename": "rename_column",
    "rename_index": "rename_index",
    "remove_index": "remove_index",
    "remove_timestamps": "remove_timestamps",
    "remove_foreign_key": "remove_foreign_key",
    "remove_check_constraint": "remove_check_constraint",
    "remove_unique_constraint": "remove_unique_constraint",
    "remove_exclusion_constraint": "remove_exclusion_constraint",
    "validate_foreign_key": "validate_foreign_key",
    "validate_check_constraint": "validate_check_constraint",
    "timestamps": "add_timestamps",
}
_REFERENCES = {"references": "add_reference", "belongs_to": "add_reference"}
_DEREFERENCES = {"remove_references": "remove_reference", "remove_belongs_to": "remove_reference"}
IGNORED = frozenset({"column_exists?", "index_exists?", "foreign_key_exists?", "check_constraint_exists?"})


def block_operations(table: str, given: Given) -> Iterator[Operation]:
    """What the call adds to, changes or takes from the table; `unknown` for what no Rails knows."""
    for operation in _plain(table, given):
        if operation.name == "add_column" and "index" in operation.options:
            options = {key: value for key, value in operation.options.items() if key != "index"}
            yield replace(operation, options=options)
            yield from _index_of(operation)
        else:
            yield operation


def _plain(table: str, given: Given) -> Iterator[Operation]:
    name = given.name
    if name in _DELEGATED:
        yield from operations_of(_call(_DELEGATED[name], (table, *given.arguments), given))
    elif name == "column":
        yield from _columns(
            table, given.arguments[:1], given, name_of(given.arguments[1]) if given.arguments[1:] else "?"
        )
    elif name == "remove":
        yield from _removed(table, given)
    elif name in _REFERENCES or name in _DEREFERENCES:
        statement = _REFERENCES.get(name) or _DEREFERENCES[name]
        for each in given.arguments:
            yield from operations_of(_call(statement, (table, each), given))
    elif name in COLUMN_TYPES:
        yield from _columns(table, given.arguments or ("id",), given, name)
    elif name in ("attachment", "has_attached_file"):
        yield from operations_of(_call("add_attachment", (table, *given.arguments), given))
    else:
        yield Operation("unknown", given.line, table, text=f"t.{name}", options=given.options, around=given.around)


def _columns(table: str, columns: Sequence[object], given: Given, kind: str) -> Iterator[Operation]:
    for each in columns:
        yield from operations_of(_call("add_column", (table, each, kind), given))


def _removed(table: str, given: Given) -> Iterator[Operation]:
    """`t.remove :a, :b, type: :string`."""
    if len(given.arguments) == 1:
        kind = given.options.get("type")
        options = {key: value for key, value in given.options.items() if key != "type"}
        arguments = (table, given.arguments[0], *((kind,) if kind else ()))
        yield from operations_of(replace(_call("remove_column", arguments, given), options=options))
    else:
        yield from operations_of(_call("remove_columns", (table, *given.arguments), given))


def _index_of(column: Operation) -> Iterator[Operation]:
    """`index: true` of a column in a block makes an index of its own (outside of a block it does nothing)."""
    wanted = column.options.get("index")
    if wanted:
        options = wanted if isinstance(wanted, Mapping) else {}
        yield Operation("add_index", column.line, column.table, column.columns, options=options, around=column.around)


def _call(name: str, arguments: Sequence[object], given: Given) -> Given:
    return Given(name, given.line, arguments, given.options, given.around)
