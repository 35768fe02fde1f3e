"""`create_table ... do |t| ... end`, in schema.rb or a migration -> a table with all that Rails adds by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.ruby_values import UNKNOWN, options_of, positional, statements, text_of, texts_of, value_of
from dxscore.domain.schema import (
    Check,
    Column,
    ExclusionConstraint,
    ForeignKey,
    Index,
    Place,
    Table,
    UniqueConstraint,
    Unread,
)
from dxscore.schema.defaults import Defaults
from dxscore.schema.definitions import Piece, column_of, pieces_of
from dxscore.schema.singular import foreign_key_column
from dxscore.schema.texts import bare

Options: TypeAlias = Mapping[str, ruby.Expression]

_COLLATION = re.compile(r"\bCOLLATE\s*=?\s*(\w+)", re.IGNORECASE)
_CHARSET = re.compile(r"\b(?:CHARSET|CHARACTER SET)\s*=?\s*(\w+)", re.IGNORECASE)
_PARTITIONED = re.compile(r"\bPARTITION BY (.+)", re.IGNORECASE | re.DOTALL)
_OF_THE_KEY = ("limit", "default", "comment", "collation", "precision", "unsigned", "auto_increment")


def table_of(call: ruby.Call, path: str, defaults: Defaults) -> tuple[Table, tuple[Unread, ...]] | None:
    """The table, and what of its block was not understood; None when its name is not literal."""
    arguments = positional(call)
    name = bare(text_of(value_of(arguments[0]))) if arguments else ""
    if not name:
        return None
    table = _blank(name, options_of(call), Place(path, call.line), defaults)
    pieces = [piece for inner in statements(call.block) for piece in _pieces(inner, name, path, defaults)]
    return with_pieces(table, pieces), tuple(piece for piece in pieces if isinstance(piece, Unread))


def with_pieces(table: Table, pieces: Iterable[Piece]) -> Table:
    """The table with these added in their order; columns of one name replace each other."""
    for piece in sorted(pieces, key=lambda piece: not isinstance(piece, Column)):
        table = with_piece(table, piece)
    return table


def with_piece(table: Table, piece: Piece) -> Table:
    """The table with one more column, index or constraint; a column of a name that it has replaces that one."""
    match piece:
        case Column():
            others = tuple(column for column in table.columns if column.name != piece.name)
            table = replace(table, columns=(*others, piece))
        case Index():
            table = replace(table, indexes=(*table.indexes, piece))
        case ForeignKey():
            table = replace(table, foreign_keys=(*table.foreign_keys, _at_home(piece, table)))
        case Check():
            table = replace(table, checks=(*table.checks, piece))
        case UniqueConstraint():
            table = replace(table, unique_constraints=(*table.unique_constraints, piece))
        case ExclusionConstraint():
            table = replace(table, exclusions=(*table.exclusions, piece))
    return table


def _pieces(inner: ruby.Expression, name: str, path: str, defaults: Defaults) -> Iterator[Piece]:
    if isinstance(inner, ruby.Call) and inner.receiver is not None:
        yield from pieces_of(inner, name, Place(path, inner.line), defaults)
    else:
        yield Unread(Place(path, inner.line), "", "not a call of the table definition")


def _blank(name: str, options: Options, at: Place, defaults: Defaults) -> Table:
    known = {key: value_of(option) for key, option in options.items()}
    written = text_of(known.get("options"))
    partitioned = _PARTITIONED.search(written)
    columns, primary_key = _keys(options, at, defaults)
    return Table(
        name,
        columns,
        primary_key,
        collation=_collation(text_of(known.get("collation")), text_of(known.get("charset")), written),
        partitioned_by=partitioned[1].strip() if partitioned else "",
        comment=text_of(known.get("comment")),
        options=written,
        at=at,
    )


def _collation(collation: str, charset: str, written: str) -> str:
    """Of a charset alone it is the server's default of that charset, which is case-insensitive in all but binary."""
    found = _COLLATION.search(written)
    if collation or found:
        return collation or (found[1] if found else "")
    named = _CHARSET.search(written)
    charset = charset or (named[1] if named else "")
    return {"": "", "binary": "binary"}.get(charset.lower(), f"{charset.lower()}_general_ci")


def _keys(options: Options, at: Place, defaults: Defaults) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns that make the primary key, unless the block declares them, and their names."""
    names = texts_of(value_of(options["primary_key"])) if "primary_key" in options else ("id",)
    wanted = value_of(options["id"]) if "id" in options else True
    if wanted is False:
        return (), names if "primary_key" in options and len(names) > 1 else ()
    if len(names) > 1:
        return (), names
    own = dict(options_of(ruby.Call(at.line, "", None, (options["id"],)))) if isinstance(wanted, Mapping) else {}
    kind = text_of(value_of(own.pop("type", None))) or (text_of(wanted) if wanted is not UNKNOWN else "")
    own = {key: options[key] for key in _OF_THE_KEY if key in options} | own
    if kind == "uuid" and "default" not in own and defaults.adapter in {"postgresql", "unknown"}:
        own["default"] = _GENERATED_UUID
    return (_key_column(names[0], kind, own, at, defaults),), names


def _key_column(name: str, kind: str, own: Options, at: Place, defaults: Defaults) -> Column:
    numbered = kind in {"", "primary_key"}
    column = column_of(name, defaults.key_type if numbered else kind, own, at)
    automatic = numbered or column.automatic or (column.type in {"integer", "bigint"} and "default" not in own)
    return replace(column, null=False, automatic=automatic)


def _at_home(foreign_key: ForeignKey, table: Table) -> ForeignKey:
    """A column that was guessed from the name of the other table is chosen anew among those that the table has."""
    names = [column.name for column in table.columns]
    if len(foreign_key.columns) > 1 or foreign_key.columns[0] in names:
        return foreign_key
    chosen = foreign_key_column(foreign_key.to_table, names)
    return replace(foreign_key, columns=(chosen,)) if chosen in names else foreign_key


_GENERATED_UUID = ruby.Block(0, (), ruby.Str(0, "gen_random_uuid()"), 0, is_lambda=True)
