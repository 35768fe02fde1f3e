"""Pieces of SQL as text -> their parts: lists, identifiers, columns and expressions of an index."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain.schema import IndexPart

_PIECE = re.compile(r"""'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`[^`]*`|[(),]|[^'"`(),]+|['"`]""")
_IDENTIFIER = re.compile(r'"(?:[^"]|"")+"|`[^`]+`|[A-Za-z_][\w$]*')
_TAIL = re.compile(
    r'(?P<what>.+?)(?:\s+COLLATE\s+(?P<collation>"[^"]+"(?:\."[^"]+")?|[\w."]+))?(?:\s+(?P<opclass>\w+_ops))?'
    r"(?:\s+(?P<order>ASC|DESC))?(?:\s+NULLS\s+(?:FIRST|LAST))?",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(r"(?P<column>`[^`]+`|\w+)\((?P<length>\d+)\)")
_DEFAULT_SCHEMA = "public."


def split_list(text: str) -> tuple[str, ...]:
    """At the commas that stand outside of parentheses and quotes."""
    return tuple(item for part in _split(text) if (item := part.strip()))


def bare(identifier: str) -> str:
    """Without quotes, and without the default schema of PostgreSQL."""
    names = [_unquoted(name) for name in re.findall(r'"(?:[^"]|"")+"|`[^`]+`|[^."`]+', identifier.strip())]
    return ".".join(names).removeprefix(_DEFAULT_SCHEMA)


def is_identifier(text: str) -> bool:
    """One name, quoted or not, without a function or operator."""
    return bool(_IDENTIFIER.fullmatch(text.strip()))


def index_part(text: str) -> IndexPart:
    """`lower(email) text_pattern_ops`, `"name" DESC`, `` `body`(10) ``."""
    match = _TAIL.fullmatch(text.strip())
    if match is None:
        return IndexPart(expression=text.strip())
    collation = bare(match["collation"] or "").removeprefix("pg_catalog.")
    order = (match["order"] or "").upper()
    return replace(
        _column_or_expression(match["what"].strip()),
        descending=order == "DESC",
        opclass=match["opclass"] or "",
        collation=collation,
    )


def _column_or_expression(what: str) -> IndexPart:
    if is_identifier(what):
        return IndexPart(bare(what))
    if prefix := _PREFIX.fullmatch(what):
        return IndexPart(bare(prefix["column"]), length=int(prefix["length"]))
    return IndexPart(expression=what)


def _split(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for piece in _PIECE.finditer(text):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if piece[0] == "," and depth == 0:
            yield text[start : piece.start()]
            start = piece.end()
    yield text[start:]


def _unquoted(name: str) -> str:
    if name.startswith('"'):
        return name[1:-1].replace('""', '"')
    return name.strip("`")
