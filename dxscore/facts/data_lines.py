"""The bytes and tree of a Ruby file -> its lines that are data: texts of heredocs and constants that are literals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds

Span: TypeAlias = tuple[int, int]
"""First and last line, both included, counted from 1."""

HEREDOC = re.compile(rb"<<[~-]?[\"'`A-Za-z_]")
"""What opens one; text that looks so, too."""

_BODY, _CALL, _RECEIVER = kind("heredoc_body"), kind("call"), field("receiver")
_LITERALS = kinds("array", "hash", "string_array", "symbol_array", "string", "chained_string")


def heredoc_spans(source: bytes, root: Node) -> Iterator[Span]:
    """The text of each heredoc with its closing word; of several on a line each, and some of them twice."""
    for found in HEREDOC.finditer(source) if b"<<" in source else ():
        end = source.find(b"\n", found.end())
        node = root.descendant_for_byte_range(end, end + 1) if end >= 0 else None
        body = node.parent if node is not None and node.kind_id != _BODY else node
        while body is not None and body.kind_id == _BODY:
            yield body.start_point.row + 2, body.end_point.row + 1
            body = body.next_sibling


def literal_spans(value: Node) -> Iterator[Span]:
    """All lines but the first of a list, hash or string, frozen or not, that a constant stands for."""
    literal: Node | None = value
    while literal is not None and literal.kind_id == _CALL:
        literal = literal.child_by_field_id(_RECEIVER)
    if literal is not None and literal.kind_id in _LITERALS and literal.end_point.row > literal.start_point.row:
        yield literal.start_point.row + 2, literal.end_point.row + 1


def merged(spans: Iterable[Span]) -> Sequence[Span]:
    """In the order of the source, without those that lie in another."""
    apart: list[Span] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or first > apart[-1][1]:
            apart.append((first, last))
    return apart
