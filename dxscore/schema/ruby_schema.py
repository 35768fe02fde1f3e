"""`db/schema.rb` as plain values -> the schema it defines; what was not understood is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from dxscore.domain import ruby
from dxscore.domain.ruby_values import (
    UNKNOWN,
    Value,
    number_of,
    options_of,
    positional,
    statements,
    text_of,
    texts_of,
    value_of,
)
from dxscore.domain.schema import Adapter, EnumType, Place, Schema, Table, Unread, View
from dxscore.schema.constraints import check_of, exclusion_of, foreign_key_of, index_of, unique_constraint_of
from dxscore.schema.defaults import Defaults, defaults_of
from dxscore.schema.definitions import Piece, column_of
from dxscore.schema.singular import foreign_key_column
from dxscore.schema.tables import table_of, with_piece, with_pieces
from dxscore.schema.texts import bare

Options: TypeAlias = Mapping[str, ruby.Expression]
_Found: TypeAlias = Table | View | EnumType | Unread | str | tuple[str, Piece]
"""What one statement gives: a thing of its own, the name of an extension, or a piece of a table."""

_WITHOUT_TABLES = frozenset(
    {
        "create_aggregate",
        "create_extension",
        "create_function",
        "create_hypertable",
        "create_schema",
        "create_sequence",
        "create_text_search_configuration",
        "create_trigger",
        "create_virtual_table",
        "execute",
        "no_candidate_create_trigger",
        "puts",
        "set_column_comment",
        "set_table_comment",
    }
)
"""Statements of Rails and of well-known gems that say nothing of columns or constraints."""
_UNDUMPED = re.compile(r"^#\s*Could not dump table \"([^\"]+)\"(.*)$", re.MULTILINE)


def read_ruby_schema(
    code: ruby.RubyCode, path: str, adapter: Adapter = "unknown", rails: str = "", database: str = "primary"
) -> Schema:
    """`rails` is the version to assume where the file names none (`ActiveRecord::Schema.define`), '' for unknown."""
    definition = _definition(code.body)
    if definition is None:
        return Schema(database, adapter, path, unread=(Unread(Place(path, 1), "", "no ActiveRecord::Schema"),))
    written = _written_version(definition)
    defaults = defaults_of(written or rails, adapter)
    found = [thing for item in statements(definition.block) for thing in _read(item, path, defaults)]
    broken = (Unread(Place(path, code.syntax_error), "", "syntax error"),) if code.syntax_error else ()
    tables = _joined(found)
    return Schema(
        database,
        adapter,
        path,
        version=_version(options_of(definition)),
        rails=written,
        tables=tables,
        views={thing.name: thing for thing in found if isinstance(thing, View)},
        enums={thing.name: thing for thing in found if isinstance(thing, EnumType)},
        extensions=tuple(sorted(thing for thing in found if isinstance(thing, str))),
        unread=broken + tuple(_all_unread(found, tables)),
    )


def undumped_tables(source: str, path: str) -> tuple[Unread, ...]:
    """Tables that Rails could not put into a schema.rb and left there as comments; `text` is the name of the table."""
    return tuple(
        Unread(Place(path, source.count("\n", 0, match.start()) + 1), match[1], "Rails could not dump this table")
        for match in _UNDUMPED.finditer(source)
    )


def _definition(body: ruby.Sequence) -> ruby.Call | None:
    """`ActiveRecord::Schema[7.1].define(...) do`; the brackets are from Rails 7.0."""
    for item in statements(body):
        if isinstance(item, ruby.Call) and item.name == "define" and item.block is not None:
            receiver = item.receiver
            versioned = receiver.receiver if isinstance(receiver, ruby.Call) and receiver.name == "[]" else receiver
            if isinstance(versioned, ruby.Const) and versioned.name.removeprefix("::") == "ActiveRecord::Schema":
                return item
    return None


def _written_version(definition: ruby.Call) -> str:
    match definition.receiver:
        case ruby.Call(arguments=(ruby.Literal(value=version),)):
            return str(version)
    return ""


def _version(options: Options) -> str:
    """Digits: written as a number, with or without `_`, or as a text."""
    version = value_of(options.get("version"))
    return str(version) if number_of(version) is not None else re.sub(r"\D", "", text_of(version))


def _read(item: ruby.Expression, path: str, defaults: Defaults) -> Iterator[_Found]:
    call = _first_call(item)
    reader = _READERS.get(call.name) if call else None
    if call and reader:
        yield from reader(call, Place(path, call.line), defaults)
    elif call is None or call.name not in _WITHOUT_TABLES:
        yield Unread(Place(path, item.line), call.name if call else "", "not a statement of a schema")


def _first_call(item: ruby.Expression) -> ruby.Call | None:
    """`create_trigger(...).on(...).before(...)` is a create_trigger."""
    while isinstance(item, ruby.Call) and isinstance(item.receiver, ruby.Call):
        item = item.receiver
    return item if isinstance(item, ruby.Call) else None


def _create_table(call: ruby.Call, at: Place, defaults: Defaults) -> Iterator[_Found]:
    read = table_of(call, at.path, defaults)
    if read is None:
        yield Unread(at, call.name, "its name is not literal")
        return
    yield read[0]
    yield from read[1]


def _create_join_table(call: ruby.Call, at: Place, defaults: Defaults) -> Iterator[_Found]:
    names = [text_of(value_of(item)) for item in positional(call)]
    options = options_of(call)
    name = text_of(value_of(options.get("table_name"))) or "_".join(sorted(names))
    bare_table = ruby.Call(call.line, "create_table", None, (ruby.Str(call.line, name),), _WITHOUT_KEY, call.block)
    read = table_of(bare_table, at.path, defaults)
    if read is None or len(names) != 2:
        yield Unread(at, call.name, "its names are not literal")
        return
    keys = [foreign_key_column(one, ()) for one in names]
    yield with_pieces(read[0], [column_of(key, defaults.key_type, {"null": _FALSE}, at) for key in keys])
    yield from read[1]


def _add_index(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    table, columns = _table_and(call)
    if table and texts_of(columns):
        yield table, index_of(table, columns, options_of(call), at)
    else:
        yield Unread(at, call.name, "its table or columns are not literal")


def _add_foreign_key(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    table, target = _table_and(call)
    if table and text_of(target):
        yield table, foreign_key_of(text_of(target), options_of(call), (), at)
    else:
        yield Unread(at, call.name, "its tables are not literal")


def _add_check(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    table, expression = _table_and(call)
    yield table, check_of(text_of(expression), options_of(call), at)


def _add_unique(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    table, columns = _table_and(call)
    yield table, unique_constraint_of(columns, options_of(call), at)


def _add_exclusion(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    table, expression = _table_and(call)
    yield table, exclusion_of(text_of(expression), options_of(call), at)


def _create_enum(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    name, values = _table_and(call)
    if name and texts_of(values):
        yield EnumType(name, texts_of(values), at)
    else:
        yield Unread(at, call.name, "its name or values are not literal")


def _create_view(call: ruby.Call, at: Place, _: Defaults) -> Iterator[_Found]:
    """Of scenic: `create_view "name", materialized: true, sql_definition: ...`."""
    name, _rest = _table_and(call)
    options = options_of(call)
    definition = text_of(value_of(options.get("sql_definition")))
    materialized = call.name == "create_materialized_view" or bool(value_of(options.get("materialized")))
    yield View(name, definition, materialized, at)


def _enable_extension(call: ruby.Call, _at: Place, _: Defaults) -> Iterator[_Found]:
    yield _table_and(call)[0]


def _table_and(call: ruby.Call) -> tuple[str, Value]:
    """The first argument, a name, and the value of the second."""
    arguments = [value_of(item) for item in positional(call)]
    return bare(text_of(arguments[0])) if arguments else "", arguments[1] if len(arguments) > 1 else UNKNOWN


def _joined(found: list[_Found]) -> dict[str, Table]:
    tables = {thing.name: thing for thing in found if isinstance(thing, Table)}
    for thing in found:
        if isinstance(thing, tuple) and thing[0] in tables:
            tables[thing[0]] = with_piece(tables[thing[0]], thing[1])
    return tables


def _all_unread(found: list[_Found], tables: Mapping[str, Table]) -> Iterator[Unread]:
    """Indexes of materialised views are understood, and belong to no table."""
    views = {thing.name for thing in found if isinstance(thing, View)}
    for thing in found:
        if isinstance(thing, Unread):
            yield thing
        elif isinstance(thing, tuple) and thing[0] not in tables and thing[0] not in views:
            yield Unread(thing[1].at, thing[0], "of a table that the file does not create")


_FALSE = ruby.Literal(0, value=False)
_WITHOUT_KEY: tuple[ruby.Pair, ...] = ((ruby.Sym(0, "id"), _FALSE),)
_READERS: Mapping[str, Callable[[ruby.Call, Place, Defaults], Iterator[_Found]]] = {
    "create_table": _create_table,
    "create_join_table": _create_join_table,
    "add_index": _add_index,
    "add_foreign_key": _add_foreign_key,
    "add_check_constraint": _add_check,
    "add_unique_constraint": _add_unique,
    "add_unique_key": _add_unique,
    "add_exclusion_constraint": _add_exclusion,
    "create_enum": _create_enum,
    "create_view": _create_view,
    "create_materialized_view": _create_view,
    "enable_extension": _enable_extension,
}
