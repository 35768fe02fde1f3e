"""Tokens of method bodies, in order -> one `Fragment` per logical line: what clones are made of.

A logical line is a statement, or the head of a compound one (`if x`, `items.each do |item|`). Two are equal when they
differ only in layout, comments, names of variables (used alike), strings and numbers; names of methods and constants,
symbols, hash keys and keywords must be the same. In the terms of Roy and Cordy, "A Survey on Software Clone Detection
Research" (2007), these are type-2 clones whose renamings are limited to variables.
"""

from __future__ import annotations

from zlib import crc32

from tree_sitter import Node

from dxscore.domain.facts import Fragment
from dxscore.facts.grammar import RUBY, token
from dxscore.facts.lines import Lines

TOKENS = tuple(b"%d" % number for number in range(RUBY.node_kind_count))
"""How a terminal whose text does not count is written, by its number."""

_CLOSING = frozenset(TOKENS[token(word)] for word in ("end", "}", "else", "begin", "ensure", "then", "do"))
"""A logical line of nothing but these belongs to the one before."""

_LENGTH_BITS = 16
_MAX_LENGTH = 2**_LENGTH_BITS - 1


class _Line:
    """A logical line with the bytes it spans."""

    __slots__ = ("end", "key", "start", "tokens")

    def __init__(self, key: bytes, start: int, end: int, tokens: int) -> None:
        self.key = key
        self.start = start
        self.end = end
        self.tokens = tokens


class LogicalLines:
    """Gathers the tokens of a file's methods.

    `tokens` is the logical line being read, `nodes` are those of the nodes it was read from that tell where it lies:
    the first one and the last. Whoever reads appends to both.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.tokens: list[bytes] = []
        self._lines: list[_Line] = []
        self._variables: dict[bytes, bytes] = {}

    def variable(self, name: bytes) -> bytes:
        """The token for a name that may differ, if it differs alike throughout the logical line."""
        return self._variables.setdefault(name, b"$%d" % len(self._variables))

    def close(self, end: int = 0) -> None:
        """The logical line ends here: at this byte, or where its last node does."""
        tokens, nodes = self.tokens, self.nodes
        if not nodes:
            return
        line = _Line(b" ".join(tokens), nodes[0].start_byte, end or nodes[-1].end_byte, len(tokens))
        if tokens[0] in _CLOSING and self._lines and _CLOSING.issuperset(tokens):
            self._lines[-1] = _joined(self._lines[-1], line)
        else:
            self._lines.append(line)
        nodes.clear()
        tokens.clear()
        self._variables.clear()

    def fragments(self, lines: Lines) -> tuple[Fragment, ...]:
        """In the order of the source."""
        return tuple(_fragment(line, lines) for line in sorted(self._lines, key=lambda line: line.start))


def _joined(line: _Line, closing: _Line) -> _Line:
    return _Line(line.key + b"\n" + closing.key, line.start, closing.end, line.tokens + closing.tokens)


def _fragment(line: _Line, lines: Lines) -> Fragment:
    """Checksum and length make the digest: cheap, and no clone rests on one line alone unless that is a long one."""
    digest = crc32(line.key) << _LENGTH_BITS | min(len(line.key), _MAX_LENGTH)
    return Fragment(digest, lines.line_at(line.start), lines.line_at(line.end - 1), line.tokens)
