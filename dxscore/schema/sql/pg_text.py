"""The text of a pg_dump beside its parse tree: lines, and expressions as they are written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct
from pglast.parser import ParseError, parse_sql_json

from dxscore.domain.schema import IndexPart, Place, Unread
from dxscore.schema.texts import index_part, split_list

_PSQL = re.compile(rb"^\\.*$", re.MULTILINE)
"""`\\restrict ...`: said to psql, not to the server."""
_BEFORE = re.compile(rb"(?:\s|--[^\n]*|/\*.*?\*/)*", re.DOTALL)
_QUOTED = re.compile(rb"'(?:[^']|'')*'|\"[^\"]*\"|[()]")


class PgText(Struct, frozen=True):
    """The bytes of a file, and where its lines and statements begin."""

    content: bytes
    path: str
    lines: tuple[int, ...]
    statements: dict[Place, bytes]
    """What is written at a place, without the semicolon."""

    def place(self, offset: int) -> Place:
        """Of a byte."""
        return Place(self.path, bisect_right(self.lines, offset))

    def in_parentheses(self, offset: int) -> str:
        """What stands in the first parentheses after a byte."""
        return inside(self.content, offset).decode()

    def call(self, offset: int) -> str:
        """A function's name and arguments: `nextval('x'::regclass)`."""
        start = self.content.index(b"(", offset)
        return (self.content[offset:start] + b"(" + inside(self.content, offset) + b")").decode()

    def after(self, offset: int, words: str) -> str:
        """`RANGE (created_at)` of `PARTITION BY RANGE (created_at)`."""
        start = offset + len(words) if self.content.startswith(words.encode(), offset) else offset
        end = self.content.index(b"(", start)
        return f"{self.content[start:end].decode().strip()} ({inside(self.content, start).decode()})"

    def statement_from(self, offset: int) -> str:
        """The rest of its statement."""
        end = self.content.find(b";", offset)
        return self.content[offset : end if end >= 0 else None].decode().strip()

    def after_word(self, offset: int, word: str) -> str:
        """The parentheses after a word of the statement at a byte."""
        return _after(self.statement_from(offset).encode(), word)

    def statement_at(self, at: Place) -> str:
        """The whole statement."""
        return self.statements[at].decode()

    def after_word_of_statement(self, at: Place, word: str) -> str:
        """The parentheses after the last such word."""
        return _after(self.statements[at], word)

    def index_parts(self, at: Place) -> tuple[IndexPart, ...]:
        """Of CREATE INDEX: its columns and expressions as they are written."""
        statement = self.statements[at]
        return tuple(index_part(part) for part in split_list(inside(statement, 0).decode()))


def parsed(source: str, path: str) -> tuple[list[tuple[str, dict[str, Any], Place]] | Unread, PgText]:
    """Kind, node and place of each statement; Unread when PostgreSQL's parser refuses the file."""
    content = _PSQL.sub(lambda match: b" " * len(match[0]), source.encode())
    lines = (0, *(match.end() for match in re.finditer(rb"\n", content)))
    text = PgText(content, path, lines, {})
    try:
        tree = msgspec.json.decode(parse_sql_json(content.decode()))
    except ParseError as error:
        return Unread(Place(path, 1), "", f"PostgreSQL's parser: {error.args[0]}"), text
    return list(_placed(tree.get("stmts", ()), text)), text


def _placed(statements: list[dict[str, Any]], text: PgText) -> Iterator[tuple[str, dict[str, Any], Place]]:
    for statement in statements:
        start = statement.get("stmt_location", 0)
        end = start + statement.get("stmt_len", len(text.content) - start)
        before = _BEFORE.match(text.content, start)
        begin = before.end() if before else start
        at = text.place(begin)
        text.statements[at] = text.content[begin:end]
        kind, node = next(iter(statement["stmt"].items()))
        yield kind, node, at


def inside(content: bytes, offset: int) -> bytes:
    """What the first parentheses after a byte hold; b'' when there are none."""
    depth, start = 0, -1
    for match in _QUOTED.finditer(content, offset):
        if match[0] == b"(":
            depth += 1
            start = match.end() if depth == 1 else start
        elif match[0] == b")":
            depth -= 1
            if depth == 0:
                return content[start : match.start()]
    return b""


def _after(statement: bytes, word: str) -> str:
    start = statement.upper().rfind(f" {word} ".encode())
    rest = statement[start + len(word) + 2 :].decode().strip()
    return rest if start >= 0 else ""
