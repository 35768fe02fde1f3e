"""A `db/structure.sql` by mysqldump or sqlite3 -> what its statements say of tables.

Servers print these files, in a form that hardly varies: docs/decisions has why no SQL library reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain.schema import (
    Adapter,
    Check,
    Column,
    ForeignKey,
    Index,
    Place,
    Table,
    UniqueConstraint,
    Unread,
    View,
)
from dxscore.schema.sql.assembling import Addition, Found
from dxscore.schema.sql.dumped_columns import check_in, column_of, reference_in
from dxscore.schema.sql.statements import enclosed, masked, statements
from dxscore.schema.tables import with_pieces
from dxscore.schema.texts import bare, index_part, split_list

_I = re.IGNORECASE
_IS = re.IGNORECASE | re.DOTALL
_NAME = r'(?:"(?:[^"]|"")+"|`[^`]+`|[\w.]+)'
_CREATE_TABLE = re.compile(rf"CREATE (?:TEMPORARY )?TABLE (?:IF NOT EXISTS )?(?P<name>{_NAME}(?:\.{_NAME})?)\s*\(", _I)
_CREATE_INDEX = re.compile(
    rf"CREATE (?P<unique>UNIQUE )?INDEX (?:IF NOT EXISTS )?(?P<name>{_NAME}) ON (?P<table>{_NAME})\s*\(", _I
)
_CREATE_VIEW = re.compile(rf"CREATE\s.*?\bVIEW (?:IF NOT EXISTS )?(?P<name>{_NAME}(?:\.{_NAME})?)\s", _IS)
_ADD = re.compile(rf"ALTER TABLE (?P<table>{_NAME})\s+ADD (?=CONSTRAINT|FOREIGN|UNIQUE|KEY|INDEX|PRIMARY|CHECK)", _I)
_COLLATE = re.compile(r"\bCOLLATE\s*=?\s*(\w+)", _I)
_CHARSET = re.compile(r"\b(?:CHARSET|CHARACTER SET)\s*=?\s*(\w+)", _I)
_COMMENT = re.compile(r"\bCOMMENT\s*=?\s*'((?:[^'\\]|''|\\.)*)'", _I)
_PARTITION = re.compile(r"\bPARTITION BY\s+(.+)", _IS)
_KEY = re.compile(
    rf"(?P<kind>UNIQUE |FULLTEXT |SPATIAL )?(?:KEY|INDEX)\s+(?P<name>{_NAME})?\s*(?:USING (?P<using>\w+)\s*)?(?=\()",
    _I,
)
_CONSTRAINT = re.compile(rf"CONSTRAINT\s+(?P<name>{_NAME})?\s*", _I)
_USING = re.compile(r"\bUSING (\w+)", _I)
_WHERE = re.compile(r"\bWHERE\s+(.+)", _IS)
_BODIES = r"CREATE\s.*?\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\b"
_IGNORED = re.compile(
    r"SET|DROP|LOCK|UNLOCK|INSERT|USE|START|COMMIT|BEGIN|PRAGMA|ANALYZE|DELETE|GRANT|CREATE (?:DATABASE|VIRTUAL TABLE)"
    rf"|ALTER (?:DATABASE|TABLE \S+ (?:DISABLE|ENABLE) KEYS)|{_BODIES}",
    _IS,
)
_OF_SQLITE = re.compile(r"sqlite_\w+")
_BEGINNING = 80
"""Characters of a statement that was not understood."""


def read_dumped(source: str, path: str, adapter: Adapter) -> list[Found]:
    """Statement by statement."""
    return [thing for text, line in statements(source) for thing in _read(text, Place(path, line), adapter)]


def _read(text: str, at: Place, adapter: Adapter) -> Iterator[Found]:
    for pattern, reader in _STATEMENTS.items():
        if match := pattern.match(text):
            yield from reader(match, text, at, adapter)
            return
    if not _IGNORED.match(text):
        yield Unread(at, text[:_BEGINNING].split("\n", maxsplit=1)[0], "not a statement of a schema")


def _create_table(match: re.Match[str], text: str, at: Place, adapter: Adapter) -> Iterator[Found]:
    name = bare(match["name"])
    if _OF_SQLITE.fullmatch(name):
        return
    body, end = enclosed(text, match.end() - 1)
    partition = _PARTITION.search(text, end)
    comment = _COMMENT.search(text, end)
    table = Table(
        name,
        collation=_collation(masked(text[end:])),
        partitioned_by=partition[1].strip() if partition else "",
        comment=comment[1].replace("''", "'") if comment else "",
        at=at,
    )
    places = _places(text, body, match.end(), at)
    definitions = list(zip(split_list(body), places, strict=True))
    yield with_pieces(_with_keys(table, definitions), _pieces(definitions, adapter))


def _places(text: str, body: str, start: int, at: Place) -> Iterator[Place]:
    """Of each definition of the body."""
    position = start
    for definition in split_list(body):
        position = text.index(definition, position)
        yield Place(at.path, at.line + text.count("\n", 0, position))


def _collation(tail: str) -> str:
    """Of a charset alone it is the server's default of that charset, which is case-insensitive in all but binary."""
    if written := _COLLATE.search(tail):
        return written[1]
    charset = _CHARSET.search(tail)
    if charset is None:
        return ""
    return "binary" if charset[1] == "binary" else f"{charset[1]}_general_ci"


def _with_keys(table: Table, definitions: list[tuple[str, Place]]) -> Table:
    for text, _ in definitions:
        outside = masked(text).upper()
        if re.match(r"(?:CONSTRAINT\s+\S+\s+)?PRIMARY KEY", outside):
            names = tuple(index_part(part).column for part in split_list(enclosed(text)[0]))
            return replace(table, primary_key=names)
        if re.search(r"\bPRIMARY KEY\b", outside):
            return replace(table, primary_key=(_first_name(text),))
    return table


def _pieces(
    definitions: list[tuple[str, Place]], adapter: Adapter
) -> Iterator[Column | Index | ForeignKey | Check | UniqueConstraint]:
    for text, at in definitions:
        outside = masked(text).upper()
        if re.match(r"(?:CONSTRAINT\s+\S*\s*)?PRIMARY KEY|PERIOD FOR", outside):
            continue
        if key := _KEY.match(text):
            yield _index(key, text, at)
        elif re.match(r"(?:CONSTRAINT|FOREIGN KEY|CHECK\b|UNIQUE\s*\x00)", outside):
            yield from _constraint(text, at)
        else:
            yield column_of(text, at, adapter)
            yield from _of_the_column(text, at)


def _of_the_column(text: str, at: Place) -> Iterator[ForeignKey | Check | UniqueConstraint]:
    """`REFERENCES`, `CHECK` and `UNIQUE` of one column alone."""
    name = _first_name(text)
    yield from reference_in(text, "", (name,), at)
    yield from check_in(text, "", at)
    if re.search(r"\bUNIQUE\b", masked(text), _I):
        yield UniqueConstraint("", (name,), at=at)


def _constraint(text: str, at: Place) -> Iterator[ForeignKey | Check | UniqueConstraint]:
    named = _CONSTRAINT.match(text)
    name = bare(named["name"] or "") if named else ""
    rest = text[named.end() :] if named else text
    inner, _ = enclosed(rest)
    columns = tuple(index_part(part).column for part in split_list(inner))
    if rest.upper().startswith("FOREIGN KEY"):
        yield from reference_in(rest, name, columns, at)
    elif rest.upper().startswith("UNIQUE"):
        yield UniqueConstraint(name, columns, at=at)
    else:
        yield from check_in(rest, name, at)


def _index(key: re.Match[str], text: str, at: Place) -> Index:
    inner, end = enclosed(text, key.end())
    kind = (key["kind"] or "").strip().lower()
    using = _USING.search(masked(text), end)
    comment = _COMMENT.search(text, end)
    return Index(
        bare(key["name"] or ""),
        tuple(index_part(part) for part in split_list(inner)),
        unique=kind == "unique",
        using=kind if kind in {"fulltext", "spatial"} else (key["using"] or (using[1] if using else "")).lower(),
        comment=comment[1] if comment else "",
        at=at,
    )


def _create_index(match: re.Match[str], text: str, at: Place, _: Adapter) -> Iterator[Found]:
    inner, end = enclosed(text, match.end() - 1)
    where = _WHERE.search(text, end)
    parts = tuple(index_part(part) for part in split_list(inner))
    index = Index(bare(match["name"]), parts, bool(match["unique"]), where[1].strip() if where else "", at=at)
    yield Addition(bare(match["table"]), index)


def _create_view(match: re.Match[str], text: str, at: Place, _: Adapter) -> Iterator[Found]:
    yield View(bare(match["name"]), text, at=at)


def _alter_table(match: re.Match[str], text: str, at: Place, adapter: Adapter) -> Iterator[Found]:
    for piece in _pieces([(text[match.end() :], at)], adapter):
        yield Addition(bare(match["table"]), piece)


def _first_name(text: str) -> str:
    match = re.match(_NAME, text)
    return bare(match[0]) if match else ""


_STATEMENTS: Mapping[re.Pattern[str], Callable[[re.Match[str], str, Place, Adapter], Iterator[Found]]] = {
    _CREATE_TABLE: _create_table,
    _CREATE_INDEX: _create_index,
    _ADD: _alter_table,
    _CREATE_VIEW: _create_view,
}
