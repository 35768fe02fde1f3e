"""Calls of a table definition -> columns, indexes and constraints, in schema.rb and in migrations alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.ruby_values import UNKNOWN, Value, number_of, options_of, positional, statements, text_of, texts_of
from dxscore.domain.ruby_values import value_of as value
from dxscore.domain.schema import (
    Check,
    Column,
    ExclusionConstraint,
    ForeignKey,
    Index,
    Place,
    UniqueConstraint,
    Unread,
)
from dxscore.schema.constraints import check_of, exclusion_of, foreign_key_of, index_of, unique_constraint_of
from dxscore.schema.defaults import Defaults
from dxscore.schema.singular import likely_table

Piece: TypeAlias = Column | Index | ForeignKey | Check | UniqueConstraint | ExclusionConstraint | Unread
"""What one call of a definition adds to its table."""
Options: TypeAlias = Mapping[str, ruby.Expression]

_TEXT_LIMITS = {"tiny": 255, "medium": 16_777_215, "long": 4_294_967_295}
"""Of `size:` for MySQL, in bytes."""
_MYSQL_TYPES = {
    **{f"{size}text": ("text", size) for size in _TEXT_LIMITS},
    **{f"{size}blob": ("binary", size) for size in _TEXT_LIMITS},
}
_INTEGER_BYTES = {1: "integer", 2: "integer", 3: "integer", 4: "integer", 8: "bigint"}
_AUTOMATIC = {"serial": "integer", "bigserial": "bigint", "primary_key": ""}
_SPELLINGS = {"blob": "binary", "numeric": "decimal", "bool": "boolean", "int": "integer"}


def pieces_of(call: ruby.Call, table: str, at: Place, defaults: Defaults) -> Iterator[Piece]:
    """What `t.<name> ...` adds to `table`."""
    reader = _READERS.get(call.name)
    if reader:
        yield from reader(call, table, at, defaults)
    elif names := [text for item in positional(call) for text in texts_of(value(item))]:
        for name in names:
            yield from _with_index(column_of(name, call.name, options_of(call), at), options_of(call), table)
    else:
        yield Unread(at, f"t.{call.name}", "not a column, index or constraint with a literal name")


def column_of(name: str, kind: str, options: Options, at: Place) -> Column:
    """A column of the type that Rails calls `kind`, with the options of `t.<kind>` or `add_column`."""
    known = {key: value(option) for key, option in options.items()}
    base, size = _MYSQL_TYPES.get(kind, (_SPELLINGS.get(kind, kind), text_of(known.get("size"))))
    limit = number_of(known.get("limit")) or _TEXT_LIMITS.get(size)
    automatic = kind in _AUTOMATIC
    base = _AUTOMATIC.get(base) or base
    if base == "virtual":
        base = text_of(known.get("type")) or base
    default, function = _default(options.get("default"))
    return Column(
        name,
        _INTEGER_BYTES.get(limit or 0, base) if base == "integer" else base.removeprefix("unsigned_"),
        limit=None if base == "integer" and limit in {4, 8} else limit,
        precision=number_of(known.get("precision")),
        scale=number_of(known.get("scale")),
        null=known.get("null", True) is not False and not automatic,
        default=default,
        default_function=function,
        collation=text_of(known.get("collation")),
        comment=text_of(known.get("comment")),
        array=known.get("array") is True,
        unsigned=known.get("unsigned") is True or kind.startswith("unsigned_"),
        generated=text_of(known.get("as")),
        stored=known.get("stored") is True,
        automatic=automatic or known.get("auto_increment") is True,
        enum=text_of(known.get("enum_type")),
        at=at,
    )


def timestamps_of(options: Options, at: Place, defaults: Defaults) -> tuple[Column, Column]:
    """The columns of `t.timestamps`."""
    created = column_of("created_at", "datetime", options, at)
    if "null" not in options:
        created = replace(created, null=defaults.timestamps_null)
    return created, replace(created, name="updated_at")


def reference_of(name: str, options: Options, table: str, at: Place, defaults: Defaults) -> Iterator[Piece]:
    """The columns, index and foreign key of `t.references :name`."""
    own = {key: option for key, option in options.items() if key not in _NOT_OF_THE_COLUMN}
    kind = text_of(value(options.get("type"))) or defaults.key_type
    key = column_of(f"{name}_id", kind, own, at)
    polymorphic = value(options.get("polymorphic"))
    if polymorphic:
        extra = _hash_options(options["polymorphic"])
        own_null = {"null": own["null"]} if "null" in own else {}
        yield column_of(f"{name}_type", "string", {**own_null, **extra}, at)
    yield key
    yield from _reference_index(name, options, table, at, defaults, polymorphic=bool(polymorphic))
    foreign_key = options.get("foreign_key")
    if foreign_key is not None and value(foreign_key):
        extra = _hash_options(foreign_key)
        target = text_of(value(extra.get("to_table"))) or likely_table(name)
        yield foreign_key_of(target, {"column": ruby.Str(at.line, key.name), **extra}, (), at)


def _reference_index(
    name: str, options: Options, table: str, at: Place, defaults: Defaults, *, polymorphic: bool
) -> Iterator[Index]:
    wanted = options.get("index")
    if wanted is None and not defaults.references_indexed:
        return
    if wanted is not None and not value(wanted):
        return
    columns = (f"{name}_type", f"{name}_id") if polymorphic else (f"{name}_id",)
    yield index_of(table, columns, _hash_options(wanted), at)


def _with_index(column: Column, options: Options, table: str) -> Iterator[Piece]:
    yield column
    wanted = options.get("index")
    if wanted is not None and value(wanted):
        yield index_of(table, (column.name,), _hash_options(wanted), column.at)


def _default(option: ruby.Expression | None) -> tuple[str | int | float | bool | None, str]:
    """A literal, or the SQL of `-> { "now()" }`."""
    if option is None:
        return None, ""
    if isinstance(option, ruby.Block):
        body = statements(option)
        return None, (text_of(value(body[-1])) if body else "") or "?"
    known = value(option)
    if isinstance(known, (str, int, float, bool)):
        return known, ""
    return (str(dict(known)), "") if isinstance(known, Mapping) else _listed(known)


def _listed(known: Value) -> tuple[str | None, str]:
    if known is None:
        return None, ""
    return (None, "?") if known is UNKNOWN else (str(list(known)) if isinstance(known, tuple) else None, "")


def _hash_options(option: ruby.Expression | None) -> Options:
    """Those of `index: { unique: true }`; none for `index: true`, and `index: :unique` is one."""
    match option:
        case ruby.Hash():
            return options_of(ruby.Call(option.line, "", None, (option,)))
        case ruby.Sym(value="unique"):
            return {"unique": ruby.Literal(option.line, value=True)}
    return {}


def _read_column(call: ruby.Call, table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    arguments = [text_of(value(item)) for item in positional(call)]
    if len(arguments) < 2 or not all(arguments[:2]):
        yield Unread(at, "t.column", "its name or type is not literal")
        return
    kind, column_options = sql_type(arguments[1])
    yield from _with_index(
        column_of(arguments[0], kind, {**column_options, **options_of(call)}, at), options_of(call), table
    )


def sql_type(text: str) -> tuple[str, Options]:
    """`t.column :a, "varchar(20)"` is written in SQL now and then."""
    name, parenthesis, rest = text.partition("(")
    length = number_of(rest.rstrip(") "))
    kind = _SQL_TYPES.get(name.strip().lower(), name.strip())
    return kind, ({"limit": ruby.Literal(0, value=length)} if parenthesis and length else {})


def _read_timestamps(call: ruby.Call, _table: str, at: Place, defaults: Defaults) -> Iterator[Piece]:
    yield from timestamps_of(options_of(call), at, defaults)


def _read_references(call: ruby.Call, table: str, at: Place, defaults: Defaults) -> Iterator[Piece]:
    for item in positional(call):
        if name := text_of(value(item)):
            yield from reference_of(name, options_of(call), table, at, defaults)
        else:
            yield Unread(at, f"t.{call.name}", "its name is not literal")


def _read_index(call: ruby.Call, table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    columns = value(positional(call)[0]) if positional(call) else UNKNOWN
    if texts_of(columns):
        yield index_of(table, columns, options_of(call), at)
    else:
        yield Unread(at, "t.index", "its columns are not literal")


def _read_foreign_key(call: ruby.Call, _table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    if positional(call) and (target := text_of(value(positional(call)[0]))):
        yield foreign_key_of(target, options_of(call), (), at)
    else:
        yield Unread(at, "t.foreign_key", "its table is not literal")


def _read_check(call: ruby.Call, _table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    yield check_of(text_of(value(positional(call)[0])) if positional(call) else "", options_of(call), at)


def _read_unique(call: ruby.Call, _table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    yield unique_constraint_of(value(positional(call)[0]) if positional(call) else (), options_of(call), at)


def _read_exclusion(call: ruby.Call, _table: str, at: Place, _: Defaults) -> Iterator[Piece]:
    yield exclusion_of(text_of(value(positional(call)[0])) if positional(call) else "", options_of(call), at)


_NOT_OF_THE_COLUMN = frozenset({"type", "index", "foreign_key", "polymorphic"})
_SQL_TYPES = {
    "varchar": "string",
    "character varying": "string",
    "int": "integer",
    "int4": "integer",
    "int8": "bigint",
    "timestamp": "datetime",
}
_READERS: Mapping[str, Callable[[ruby.Call, str, Place, Defaults], Iterator[Piece]]] = {
    "column": _read_column,
    "timestamps": _read_timestamps,
    "references": _read_references,
    "belongs_to": _read_references,
    "index": _read_index,
    "foreign_key": _read_foreign_key,
    "check_constraint": _read_check,
    "unique_constraint": _read_unique,
    "unique_key": _read_unique,
    "exclusion_constraint": _read_exclusion,
}
