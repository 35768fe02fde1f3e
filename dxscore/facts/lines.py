"""The bytes and tree of a Ruby file -> which of its lines hold code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from tree_sitter import Node

from dxscore.facts.data_lines import HEREDOC
from dxscore.facts.grammar import kind

_COMMENT = kind("comment")
_DATA = kind("uninterpreted")
_BLOCK_COMMENT = re.compile(rb"^=begin\b", re.MULTILINE)


class Lines:
    """Line numbers count from 1."""

    def __init__(self, texts: Sequence[bytes], flags: Sequence[bool]) -> None:
        """The lines with their ends, and which of them are code."""
        self._texts = texts
        self._code_before = list(accumulate(flags, initial=0))

    @property
    def total(self) -> int:
        """All lines; a last one without a newline counts."""
        return len(self._texts)

    @property
    def code(self) -> int:
        """Lines that are neither blank nor only a comment nor data after `__END__`."""
        return self._code_before[-1]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Byte offset of each line, and the end of the last."""
        return list(accumulate(map(len, self._texts), initial=0))

    def code_between(self, first: int, last: int) -> int:
        """Code lines among the lines from `first` to `last`, both included.

        A node that a syntax error cut short may end after the last line.
        """
        end = len(self._code_before) - 1
        return self._code_before[min(last, end)] - self._code_before[min(first - 1, end)]

    def line_at(self, offset: int) -> int:
        """The line that a byte is on."""
        return bisect_right(self.starts, offset)

    def next_code(self, line: int) -> int:
        """The first line of code after this one, or this one when none follows."""
        after = bisect_right(self._code_before, self._code_before[line])
        return after if after < len(self._code_before) else line


def read_lines(source: bytes, root: Node) -> Lines:
    """In files with heredocs the tree tells comments from text that looks so; `=begin` it always tells."""
    texts = source.splitlines(keepends=True) if b"\r" not in source else _split(source)
    stripped = list(map(bytes.strip, texts))
    flags = list(map(bool, stripped))
    comments = [row for row, text in enumerate(stripped) if text[:1] == b"#"]
    if b"<<" in source and HEREDOC.search(source):
        starts = list(accumulate(map(len, texts), initial=0))
        comments = [row for row in comments if _is_comment(root, starts[row] + texts[row].index(b"#"))]
    for row in comments:
        flags[row] = False
    for first, last in _blocks_without_code(source, root):
        flags[first : last + 1] = [False] * len(flags[first : last + 1])
    return Lines(texts, flags)


def _split(source: bytes) -> list[bytes]:
    """As tree-sitter counts lines: a carriage return alone does not end one."""
    *ended, last = source.split(b"\n")
    return [text + b"\n" for text in ended] + ([last] if last else [])


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
