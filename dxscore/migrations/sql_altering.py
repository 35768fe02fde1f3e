"""The clauses of ALTER TABLE -> operations in Rails' words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain.migration import Code, Operation
from dxscore.migrations.sql_tokens import Tokens

_TYPES: Mapping[str, str] = {
    "character varying": "string", "varchar": "string", "character": "char", "bpchar": "char", "int": "integer",
    "int4": "integer", "integer": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean",
    "tinyint": "integer", "timestamp without time zone": "timestamp", "timestamp with time zone": "timestamptz",
    "double precision": "float", "real": "float", "numeric": "decimal", "bytea": "binary",
    "time without time zone": "time", "bit varying": "bit_varying", "varbit": "bit_varying",
}  # fmt: skip
"""SQL's words for types -> Rails'."""
_OF_NO_WEIGHT = frozenset(
    "enable disable owner set reset replica inherit no cluster engine auto_increment default comment "
    "row_format order force character charset collate key_block_size comment checksum discard import".split()
)


def altered_table(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    """After ALTER TABLE: one operation for each clause."""
    tokens.accept("if", "exists")
    tokens.accept("only")
    table = tokens.name()
    shared: dict[str, object] = {
        key: tokens.words[position + 2 if tokens.words[position + 1 : position + 2] == ["="] else position + 1]
        for key in ("algorithm", "lock")
        for position, word in enumerate(tokens.words[:-1])
        if word == key
    }
    base = replace(first, table=table, options=shared)
    for clause in tokens.clauses():
        if clause.peek() not in ("algorithm", "lock", ""):
            yield from _clause(clause, base)


def _clause(tokens: Tokens, base: Operation) -> Iterator[Operation]:
    word = tokens.next().lower()
    match word:
        case "add":
            yield from _added(tokens, base)
        case "drop":
            yield _dropped(tokens, base)
        case "alter":
            yield _altered(tokens, base)
        case "rename":
            yield _renamed(tokens, base)
        case "validate":
            tokens.accept("constraint")
            yield replace(base, name="validate_check_constraint", text=tokens.name())
        case "modify" | "change":
            yield _modified(tokens, base, word)
        case "attach" | "detach":
            options = {**base.options, "concurrently": "concurrently" in tokens.words}
            yield replace(base, name=f"{word}_partition", options=options)
        case "convert":
            yield replace(base, name="convert_table")
        case _ if word in _OF_NO_WEIGHT:
            yield replace(base, name="execute")
        case _:
            yield replace(base, name="unknown")


def _added(tokens: Tokens, base: Operation) -> Iterator[Operation]:
    options = dict(base.options)
    if tokens.accept("constraint"):
        options["name"] = tokens.name()
    word = tokens.peek()
    if word in _CONSTRAINTS:
        yield _constraint(tokens, replace(base, options=options))
        return
    if word in ("index", "key", "fulltext", "spatial"):
        yield _mysql_index(tokens, replace(base, options=options))
        return
    tokens.accept("column")
    tokens.accept("if", "not", "exists")
    yield _column(tokens, replace(base, name="add_column", columns=(tokens.name(),)))


_CONSTRAINTS = frozenset({"foreign", "check", "unique", "primary", "exclude", "not"})


def _constraint(tokens: Tokens, base: Operation) -> Operation:
    kind = tokens.next().lower()
    words = " ".join(tokens.words)
    options = {**base.options, **({"validate": False} if "not valid" in words else {})}
    match kind:
        case "foreign":
            tokens.accept("key")
            columns = tuple(part.strip('"`') for part in tokens.group())
            tokens.accept("references")
            return replace(base, name="add_foreign_key", to=tokens.name(), options={**options, "column": columns})
        case "check":
            return replace(base, name="add_check_constraint", text=", ".join(tokens.group()), options=options)
        case "exclude":
            return replace(base, name="add_exclusion_constraint", text=tokens.rest(), options=options)
        case "not":
            return replace(base, name="add_check_constraint", text=f"{tokens.words[-3:]} IS NOT NULL", options=options)
    if "using index" in words:
        options["using_index"] = tokens.rest_after("index")
    tokens.accept("key") or tokens.accept("index")
    name = "add_unique_constraint" if kind == "unique" else "add_primary_key"
    return replace(base, name=name, columns=_names(tokens), options=options)


def _names(tokens: Tokens) -> tuple[str, ...]:
    while tokens.peek() not in ("(", ""):
        tokens.next()
    return tuple(part.strip('"`') for part in tokens.group())


def _mysql_index(tokens: Tokens, base: Operation) -> Operation:
    tokens.accept("fulltext") or tokens.accept("spatial")
    tokens.accept("index") or tokens.accept("key")
    options = dict(base.options)
    if tokens.peek() != "(":
        options["name"] = tokens.name()
    return replace(base, name="add_index", columns=_names(tokens), options=options)


def _column(tokens: Tokens, base: Operation) -> Operation:
    kind, sizes = _type(tokens)
    words = " ".join(tokens.words[tokens.at :])
    options: dict[str, object] = {**base.options, **sizes}
    if "not null" in words or "primary key" in words:
        options["null"] = False
    if found := re.search(
        r"\bdefault\s+('(?:[^']|'')*'|-?[\w.]+(?:\s*\([^)]*\))?|\(.*\))", tokens.rest(), re.IGNORECASE | re.DOTALL
    ):
        options["default"] = _default(found[1])
    if "generated always as identity" in words or "generated by default as identity" in words:
        kind = "bigserial"
    elif "generated always as" in words or re.search(r"\bas \(", words):
        options |= {"stored": "stored" in words}
        kind = "virtual"
    elif "auto_increment" in words:
        kind = "primary_key"
    if "references" in words:
        options["foreign_key"] = True
    return replace(base, type=kind, options=options)


def _default(text: str) -> object:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.lower() in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text.lower()]
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else Code(text)


def _type(tokens: Tokens) -> tuple[str, Mapping[str, object]]:
    words = [tokens.next().lower()]
    while tokens.peek() in ("varying", "precision", "without", "with", "time", "zone"):
        words.append(tokens.next().lower())
    sizes = [int(part) for part in tokens.group() if part.isdecimal()]
    while tokens.peek() in ("without", "with", "time", "zone"):
        words.append(tokens.next().lower())
    text = " ".join(words).strip('"`')
    kind = _TYPES.get(text, text)
    if kind == "decimal":
        return kind, dict(zip(("precision", "scale"), sizes, strict=False))
    if kind in ("timestamp", "timestamptz", "time", "datetime", "interval") and sizes:
        return kind, {"precision": sizes[0]}
    return kind, {"limit": sizes[0]} if sizes and kind not in ("integer", "bigint") else {}


def _dropped(tokens: Tokens, base: Operation) -> Operation:
    for words, name in _DROPS:
        if tokens.accept(*words):
            tokens.accept("if", "exists")
            return replace(base, name=name, options={**base.options, "name": tokens.name()})
    if tokens.accept("primary", "key"):
        return replace(base, name="remove_primary_key")
    tokens.accept("column")
    tokens.accept("if", "exists")
    return replace(base, name="remove_column", columns=(tokens.name(),))


_DROPS = (
    (("foreign", "key"), "remove_foreign_key"),
    (("constraint",), "remove_constraint"),
    (("check",), "remove_constraint"),
    (("index",), "remove_index"),
    (("key",), "remove_index"),
)


def _altered(tokens: Tokens, base: Operation) -> Operation:
    if tokens.accept("index") or tokens.accept("constraint"):
        return replace(base, name="execute")
    tokens.accept("column")
    column = replace(base, columns=(tokens.name(),))
    if tokens.accept("type") or tokens.accept("set", "data", "type"):
        kind, sizes = _type(tokens)
        using = {"using": True} if "using" in tokens.words else {}
        return replace(column, name="change_column", type=kind, options={**base.options, **sizes, **using})
    for words, name, key, value in _COLUMN_CLAUSES:
        if tokens.accept(*words):
            given = _default(tokens.rest()) if value is ... else value
            return replace(column, name=name, options={**base.options, key: given})
    known = tokens.peek() in ("set", "reset", "add", "drop", "restart")
    return replace(column, name="execute" if known else "unknown")


_COLUMN_CLAUSES: tuple[tuple[tuple[str, ...], str, str, object], ...] = (
    (("set", "not", "null"), "change_column_null", "null", False),
    (("drop", "not", "null"), "change_column_null", "null", True),
    (("set", "default"), "change_column_default", "default", ...),
    (("drop", "default"), "change_column_default", "default", None),
)
"""Words, statement, option and its value; `...` for what follows."""


def _renamed(tokens: Tokens, base: Operation) -> Operation:
    if tokens.accept("to") or tokens.accept("as"):
        return replace(base, name="rename_table", to=tokens.name())
    if tokens.peek() in ("constraint", "index", "key"):
        kind = tokens.next().lower()
        old = tokens.name()
        tokens.accept("to")
        name = "execute" if kind == "constraint" else "rename_index"
        return replace(base, name=name, text=old, to=tokens.name())
    tokens.accept("column")
    column = tokens.name()
    tokens.accept("to")
    return replace(base, name="rename_column", columns=(column,), to=tokens.name())


def _modified(tokens: Tokens, base: Operation, word: str) -> Operation:
    """MySQL's MODIFY and CHANGE: the column is defined anew."""
    tokens.accept("column")
    column = tokens.name()
    new = tokens.name() if word == "change" else column
    changed = _column(tokens, replace(base, columns=(column,)))
    if new != column:
        return replace(changed, name="rename_column", to=new)
    if changed.type == "primary_key":
        changed = replace(
            changed, type=_kind_after(column, tokens), options={**changed.options, "auto_increment": True}
        )
    return replace(changed, name="change_column")


def _kind_after(column: str, tokens: Tokens) -> str:
    """The type that stands after a column's name."""
    words = [word.strip('"`') for word in tokens.words]
    after = words[len(words) - words[::-1].index(column.lower()) :]
    return _TYPES.get(after[0], after[0]) if after else "?"
