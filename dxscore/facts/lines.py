"""The bytes and tree of a Ruby file -> which of its lines hold code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tree_sitter import Node

from dxscore.facts.grammar import kind

_COMMENT = kind("comment")
_DATA = kind("uninterpreted")
_BLOCK_COMMENT = re.compile(rb"^=begin\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lines:
    """Line numbers count from 1."""

    starts: tuple[int, ...]
    """Byte offset of each line."""
    code_before: tuple[int, ...]
    """`code_before[n]` is the number of code lines among the first n lines."""

    @property
    def total(self) -> int:
        """All lines; a last one without a newline counts."""
        return len(self.starts)

    @property
    def code(self) -> int:
        """Lines that are neither blank nor only a comment nor data after `__END__`."""
        return self.code_before[-1]

    def code_between(self, first: int, last: int) -> int:
        """Code lines among the lines from `first` to `last`, both included."""
        return self.code_before[last] - self.code_before[first - 1]

    def line_at(self, offset: int) -> int:
        """The line that a byte is on."""
        return bisect_right(self.starts, offset)

    def next_code(self, line: int) -> int:
        """The first line of code after this one, or this one when none follows."""
        after = bisect_right(self.code_before, self.code_before[line])
        return after if after < len(self.code_before) else line


def read_lines(source: bytes, root: Node) -> Lines:
    """`=begin` blocks and `#` inside heredocs are told apart by the tree, not by the look of the line."""
    texts = source.split(b"\n")
    if not texts[-1]:
        texts.pop()
    starts = list(accumulate(map(len, texts), lambda start, length: start + length + 1, initial=0))[: len(texts)]
    stripped = list(map(bytes.strip, texts))
    flags = list(map(bool, stripped))
    for row, text in enumerate(stripped):
        if text[:1] == b"#" and _is_comment(root, starts[row] + texts[row].index(b"#")):
            flags[row] = False
    for first, last in _blocks_without_code(source, root):
        flags[first : last + 1] = [False] * len(flags[first : last + 1])
    return Lines(tuple(starts), tuple(accumulate(flags, initial=0)))


def _is_comment(root: Node, offset: int) -> bool:
    node = root.descendant_for_byte_range(offset, offset + 1)
    return node is not None and node.kind_id == _COMMENT


def _blocks_without_code(source: bytes, root: Node) -> Iterator[tuple[int, int]]:
    """Rows (from 0) of `=begin` comments and of `__END__` with what follows."""
    if b"=begin" in source:
        for found in _BLOCK_COMMENT.finditer(source):
            node = root.descendant_for_byte_range(found.start(), found.end())
            if node is not None and node.kind_id == _COMMENT:
                yield node.start_point.row, node.end_point.row
    if b"__END__" in source and root.children and root.children[-1].kind_id == _DATA:
        yield root.children[-1].start_point.row, root.end_point.row
