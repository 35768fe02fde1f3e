"""A file before and after a change -> the lines of the new one that the change touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_MOST_PAIRS = 100_000_000
"""Lines before times lines after that are compared; that takes a second at worst, and ten times as many, minutes."""


class EditedLines(Struct, frozen=True):
    """Lines count from 1, in the file as it is now, in order."""

    added: tuple[int, ...]
    """New or rewritten."""
    touched: tuple[int, ...]
    """Those, and the neighbours of lines that were taken out."""

    def has_added(self, first: int, last: int) -> bool:
        """Whether one of these lines is new."""
        return _has(self.added, first, last)

    def has_touched(self, first: int, last: int) -> bool:
        """Whether the change did something to one of these lines, or between them."""
        return _has(self.touched, first, last)


def edited_lines(before: bytes, after: bytes) -> EditedLines:
    """What a line by line comparison says; of a long run of other lines all count as new."""
    old, new = before.splitlines(), after.splitlines()
    blocks = [*_changed_blocks(old, new)]
    added = sorted({line for first, last in blocks for line in range(first, last)})
    gaps = {line for first, last in blocks if first == last for line in (first - 1, first)}
    return EditedLines(tuple(added), tuple(sorted({*added, *gaps})))


def _changed_blocks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """First line and end of each stretch of `new` that differs; first equals end where lines were only taken out."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(inner_old) * len(inner_new) > _MOST_PAIRS:
        yield start + 1, start + len(inner_new) + 1
        return
    for tag, _, _, first, last in SequenceMatcher(None, inner_old, inner_new).get_opcodes():
        if tag != "equal":
            yield start + first + 1, start + last + 1


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many lines at the beginning are the same: most of a file, and comparing them further is dear."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def _has(lines: Sequence[int], first: int, last: int) -> bool:
    index = bisect_left(lines, first)
    return index < len(lines) and lines[index] <= last
