"""SQL that a migration executes -> the operations it stands for, in Rails' words; `unknown` for what is not understood.

Statements are told apart by their first words, and clauses of ALTER TABLE, CREATE INDEX and the like by theirs. That
is enough to know tables, columns, types and locks; expressions stay text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain.migration import Circumstances, Operation
from dxscore.migrations.sql_altering import altered_table
from dxscore.migrations.sql_tokens import Tokens, statements

_Read = Callable[[Tokens, Operation], "Iterator[Operation]"]

_PASSES = frozenset(
    "select set reset show comment grant revoke analyze explain with notify pragma use values reassign checkpoint "
    "start begin commit rollback savepoint release call perform".split()
)
"""First words of statements that change neither tables nor many rows; transactions are looked at apart."""
_OBJECTS = frozenset(
    "function procedure trigger view extension schema sequence domain aggregate operator rule policy role user "
    "publication subscription server collation cast language statistics event".split()
)


def sql_operations(sql: str, line: int, around: Circumstances) -> Iterator[Operation]:
    """Of all statements of a text, in their order. `?` stands for pieces that are unknown."""
    texts = list(statements(sql))
    if not texts:
        yield Operation("unknown", line, text="execute", around=around)
    for text in texts:
        first = Operation("execute", line, text=" ".join(text.split())[:200], around=around)
        yield from _one(Tokens.of(text), first)


def _one(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    word = tokens.peek()
    if word in _TRANSACTIONS and len(tokens.words) <= 3:
        yield replace(first, name="transaction_control")
    elif word in _PASSES:
        yield first
    elif word in _READERS:
        tokens.next()
        yield from _READERS[word](tokens, first)
    else:
        yield replace(first, name="unknown")


_TRANSACTIONS = frozenset({"begin", "commit", "rollback", "start"})


def _alter(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    if tokens.accept("table"):
        yield from altered_table(tokens, first)
    elif tokens.accept("type"):
        yield from _altered_type(tokens, first)
    elif tokens.accept("index"):
        yield replace(first, name="rename_index") if "rename" in tokens.words else first
    elif tokens.accept("schema"):
        name = tokens.name()
        renames = tokens.accept("rename", "to")
        yield replace(first, name="rename_schema", text=name, to=tokens.name()) if renames else first
    elif tokens.peek() == "database" or tokens.peek() in (*_OBJECTS, "default", "system", "materialized"):
        yield first
    else:
        yield replace(first, name="unknown")


def _altered_type(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    name = tokens.name()
    if tokens.accept("add", "value"):
        yield replace(first, name="add_enum_value", text=name)
    elif tokens.accept("rename", "value"):
        yield replace(first, name="rename_enum_value", text=name)
    elif tokens.accept("rename", "to"):
        yield replace(first, name="rename_enum", text=name, to=tokens.name())
    else:
        yield replace(first, name="unknown")


def _create(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    tokens.accept("or", "replace")
    unique = tokens.accept("unique")
    tokens.accept("fulltext") or tokens.accept("spatial")
    if tokens.accept("index"):
        yield _index(tokens, first, unique=unique)
        return
    temporary = bool({word for word in _TEMPORARY if tokens.accept(word)})
    if tokens.accept("table"):
        tokens.accept("if", "not", "exists")
        yield replace(
            first, name="execute" if temporary else "create_table", table=tokens.name(), options={"id": False}
        )
    elif tokens.accept("type"):
        yield replace(first, name="create_enum", text=tokens.name(), options={"values": tokens.strings()})
    elif any(word in _OBJECTS for word in tokens.words[:6]) or tokens.peek() in ("materialized", "database"):
        yield first
    else:
        yield replace(first, name="unknown")


def _index(tokens: Tokens, first: Operation, *, unique: bool) -> Operation:
    options: dict[str, object] = {"unique": True} if unique else {}
    if tokens.accept("concurrently"):
        options["algorithm"] = "concurrently"
    tokens.accept("if", "not", "exists")
    if tokens.peek() != "on":
        options["name"] = tokens.name()
    if tokens.accept("using"):
        options["using"] = tokens.name()
    tokens.accept("on")
    tokens.accept("only")
    table = tokens.name()
    if tokens.accept("using"):
        options["using"] = tokens.name()
    columns = tuple(_column(part) for part in tokens.group())
    if "where" in tokens.words[tokens.at :]:
        options["where"] = tokens.rest_after("where")
    return replace(first, name="add_index", table=table, columns=columns, options=options)


def _column(part: str) -> str:
    plain = re.fullmatch(
        r'["`]?([\w?]+)["`]?(?:\(\d+\))?(?:\s+\w+_ops)?(?:\s+(?:asc|desc))?(?:\s+nulls\s+\w+)?', part, re.IGNORECASE
    )
    return plain[1] if plain else part


def _drop(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    if tokens.accept("index"):
        options: dict[str, object] = {"algorithm": "concurrently"} if tokens.accept("concurrently") else {}
        tokens.accept("if", "exists")
        options["name"] = tokens.name()
        table = tokens.name() if tokens.accept("on") else "?"
        yield replace(first, name="remove_index", table=table, options=options)
    elif tokens.accept("table"):
        tokens.accept("if", "exists")
        for name in tokens.names():
            yield replace(first, name="drop_table", table=name)
    elif tokens.accept("type"):
        tokens.accept("if", "exists")
        yield replace(first, name="drop_enum", text=tokens.name())
    elif tokens.accept("database"):
        yield replace(first, name="drop_database", text=tokens.name())
    elif tokens.accept("schema"):
        tokens.accept("if", "exists")
        yield replace(first, name="drop_schema", text=tokens.name())
    elif tokens.peek() in (*_OBJECTS, "materialized", "owned"):
        yield first
    else:
        yield replace(first, name="unknown")


def _truncate(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    tokens.accept("table")
    tokens.accept("only")
    for name in tokens.names():
        yield replace(first, name="truncate", table=name, options={"cascade": "cascade" in tokens.words})


def _update(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    for word in ("low_priority", "ignore", "only"):
        tokens.accept(word)
    yield _rows(tokens, first, "update_all")


def _delete(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    while tokens.peek() not in ("from", ""):
        tokens.next()
    tokens.accept("from")
    tokens.accept("only")
    yield _rows(tokens, first, "delete_all")


def _insert(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    tokens.accept("ignore")
    tokens.accept("into")
    copies = "select" in tokens.words
    yield _rows(tokens, first, "insert_all" if copies else "insert")


def _rows(tokens: Tokens, first: Operation, name: str) -> Operation:
    table = tokens.name()
    options = {
        "where": tokens.rest_after("where") if "where" in tokens.words else "",
        "limited": "limit" in tokens.words,
    }
    return replace(first, name=name, table=table, options=options)


def _vacuum(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    yield replace(first, name="vacuum_full" if "full" in tokens.words[:4] else "execute")


def _reindex(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    options = {"concurrently": "concurrently" in tokens.words}
    yield replace(first, name="reindex", options=options)


def _cluster(_tokens: Tokens, first: Operation) -> Iterator[Operation]:
    yield replace(first, name="vacuum_full")


def _lock(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    tokens.accept("table") or tokens.accept("tables")
    yield replace(first, name="lock_table", table=tokens.name())


def _rename(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    """MySQL's RENAME TABLE a TO b."""
    tokens.accept("table")
    table = tokens.name()
    tokens.accept("to")
    yield replace(first, name="rename_table", table=table, to=tokens.name())


def _refresh(tokens: Tokens, first: Operation) -> Iterator[Operation]:
    yield replace(first, name="refresh_view", options={"concurrently": "concurrently" in tokens.words})


_TEMPORARY = ("global", "local", "temporary", "temp", "unlogged")
_READERS: Mapping[str, _Read] = {
    "alter": _alter,
    "create": _create,
    "drop": _drop,
    "truncate": _truncate,
    "update": _update,
    "delete": _delete,
    "insert": _insert,
    "replace": _insert,
    "vacuum": _vacuum,
    "reindex": _reindex,
    "cluster": _cluster,
    "lock": _lock,
    "rename": _rename,
    "refresh": _refresh,
}
