"""A schema and an operation -> the schema after it. What is not there is passed over: the past may be unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Operation
from dxscore.domain.schema import EnumType, Index, Place, Schema, Table, View
from dxscore.migrations.literals import written, written_options
from dxscore.migrations.table_changes import TABLE_CHANGES, Setting
from dxscore.schema.defaults import defaults_of
from dxscore.schema.tables import table_of


class Replay(Struct, frozen=True):
    """Applies operations of one migration."""

    path: str
    setting: Setting

    @classmethod
    def of(cls, path: str, rails: str, adapter: str) -> Replay:
        """`rails` is the version of the migration's class."""
        defaults = defaults_of("" if rails == "?" else rails, adapter)  # type: ignore[arg-type] # an adapter's name
        return cls(path, Setting(path, defaults))

    def apply(self, schema: Schema, operation: Operation) -> Schema:
        """The schema after the operation."""
        change = _SCHEMA_CHANGES.get(operation.name)
        if change:
            return change(self, schema, operation)
        of_table = TABLE_CHANGES.get(operation.name)
        if of_table is None:
            return schema
        name = operation.table
        if operation.name == "remove_index" and name in ("", "?"):
            name = _table_with_index(schema, operation)
        table = schema.tables.get(name)
        if table is None:
            return schema
        changed = of_table(table, operation, self.setting)
        return replace(schema, tables={**schema.tables, table.name: changed})

    def apply_all(self, schema: Schema, operations: Iterable[Operation]) -> Schema:
        """After all of them."""
        for operation in operations:
            schema = self.apply(schema, operation)
        return schema


def _table_with_index(schema: Schema, operation: Operation) -> str:
    """SQL drops an index by its name alone."""
    wanted = operation.options.get("name")
    return next((name for name, table in schema.tables.items() for each in table.indexes if each.name == wanted), "")


def _create_table(replay: Replay, schema: Schema, operation: Operation) -> Schema:
    if operation.table == "?" or (operation.options.get("if_not_exists") and operation.table in schema.tables):
        return schema
    options = {key: value for key, value in operation.options.items() if key not in ("join", "column_options")}
    keywords = tuple((ruby.Sym(operation.line, key), value) for key, value in written_options(options).items())
    call = ruby.Call(operation.line, "create_table", None, (written(operation.table),), keywords)
    made = table_of(call, replay.path, replay.setting.defaults)
    table = made[0] if made else Table(operation.table, at=Place(replay.path, operation.line))
    schema = replace(schema, tables={**schema.tables, table.name: _with_join(table, operation, replay)})
    return replay.apply_all(schema, operation.parts)


def _with_join(table: Table, operation: Operation, replay: Replay) -> Table:
    """The keys of a join table, NOT NULL unless `column_options` say otherwise."""
    join = operation.options.get("join")
    if not isinstance(join, tuple):
        return table
    given = operation.options.get("column_options")
    options = {"null": False, **(given if isinstance(given, Mapping) else {})}
    for each in join:
        key = Operation(
            "add_reference", operation.line, table.name, (_singular(each),), options={"index": False, **options}
        )
        table = TABLE_CHANGES["add_reference"](table, key, replay.setting)
    return table


def _singular(name: str) -> str:
    from dxscore.program.inflections import default_inflections  # noqa: PLC0415 - compiles its rules when first asked

    return default_inflections().singularize(name.replace(".", "_"))


def _drop_table(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    return replace(schema, tables={name: each for name, each in schema.tables.items() if name != operation.table})


def _rename_table(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    table = schema.tables.get(operation.table)
    if table is None or operation.to in ("", "?"):
        return schema
    tables = {name: each for name, each in schema.tables.items() if name != table.name}
    renamed = replace(
        table, name=operation.to, indexes=tuple(_follows(each, table, operation.to) for each in table.indexes)
    )
    tables = {name: _pointing(each, table.name, operation.to) for name, each in tables.items()}
    return replace(schema, tables={**tables, operation.to: _pointing(renamed, table.name, operation.to)})


def _follows(index: Index, table: Table, new: str) -> Index:
    """Rails renames the indexes that have its own names."""
    prefix = f"index_{table.name}_on_"
    return (
        replace(index, name=f"index_{new}_on_{index.name.removeprefix(prefix)}")
        if index.name.startswith(prefix)
        else index
    )


def _pointing(table: Table, old: str, new: str) -> Table:
    keys = tuple(replace(key, to_table=new) if key.to_table == old else key for key in table.foreign_keys)
    return replace(table, foreign_keys=keys)


def _create_enum(replay: Replay, schema: Schema, operation: Operation) -> Schema:
    values = operation.options.get("values")
    known = tuple(str(each) for each in values) if isinstance(values, tuple) else ()
    enum = EnumType(operation.text, known, Place(replay.path, operation.line))
    return replace(schema, enums={**schema.enums, operation.text: enum})


def _drop_enum(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    return replace(schema, enums={name: each for name, each in schema.enums.items() if name != operation.text})


def _add_enum_value(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    enum = schema.enums.get(operation.text)
    value = operation.options.get("value")
    if enum is None or not isinstance(value, str):
        return schema
    return replace(schema, enums={**schema.enums, enum.name: replace(enum, values=(*enum.values, value))})


def _create_view(replay: Replay, schema: Schema, operation: Operation) -> Schema:
    view = View(
        operation.text, materialized=bool(operation.options.get("materialized")), at=Place(replay.path, operation.line)
    )
    return replace(schema, views={**schema.views, operation.text: view})


def _drop_view(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    return replace(schema, views={name: each for name, each in schema.views.items() if name != operation.text})


def _enable_extension(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    return replace(schema, extensions=tuple(sorted({*schema.extensions, operation.text})))


def _disable_extension(_replay: Replay, schema: Schema, operation: Operation) -> Schema:
    return replace(schema, extensions=tuple(name for name in schema.extensions if name != operation.text))


_SCHEMA_CHANGES: Mapping[str, Callable[[Replay, Schema, Operation], Schema]] = {
    "create_table": _create_table,
    "drop_table": _drop_table,
    "rename_table": _rename_table,
    "create_enum": _create_enum,
    "drop_enum": _drop_enum,
    "add_enum_value": _add_enum_value,
    "create_view": _create_view,
    "drop_view": _drop_view,
    "enable_extension": _enable_extension,
    "disable_extension": _disable_extension,
}
