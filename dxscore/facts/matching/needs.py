"""What matchers need of a file, and the words of the file -> which matchers can hold anywhere in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from dxscore.facts.matching.anchors import Anchors, Piece
from dxscore.facts.matching.pieces import WordBook

_Key = TypeVar("_Key", bytes, Piece)


class Need(Struct, frozen=True):
    """All that a matcher needs of a file."""

    anchors: tuple[Anchors, ...]
    """Something of each."""
    glance: str = ""
    """A regular expression that is found in its text, '' for none; before the first line is a line break."""


class Needs:
    """Numbers the distinct parts of needs, a bit for each; immutable but for what it learns about words."""

    def __init__(self, needs: Iterable[Need], book: WordBook) -> None:
        self._book = book
        wanted = dict.fromkeys(needs)
        parts = dict.fromkeys(part for need in wanted for part in need.anchors)
        self._bits = {part: 1 << number for number, part in enumerate(parts)}
        self._by_need = {need: self._anchors(need) for need in wanted}
        self._glances: list[tuple[int, re.Pattern[bytes], int]] = []
        for number, need in enumerate(need for need in wanted if need.glance):
            bit = 1 << (len(parts) + number)
            self._glances.append((self._by_need[need], re.compile(need.glance.encode(), re.MULTILINE), bit))
            self._by_need[need] |= bit
        self._words = _masks((text.rstrip(b"?!"), bit) for part, bit in self._bits.items() for text in part.words)
        self._signs = _masks((sign, bit) for part, bit in self._bits.items() for sign in part.signs)
        self._pieces = _masks((piece, bit) for part, bit in self._bits.items() for piece in part.pieces)
        self._by_pieces: dict[tuple[Piece, ...], int] = {}

    def mask(self, need: Need) -> int:
        """Its bits; it is met by a file when all of them are among `met`."""
        return self._by_need[need]

    def _anchors(self, need: Need) -> int:
        total = 0
        for part in need.anchors:
            total |= self._bits[part]
        return total

    def met(self, source: bytes, words: set[bytes]) -> int:
        """The bits of all parts of needs that a file of these words meets."""
        total = 0
        for word in self._words.keys() & words:
            total |= self._words[word]
        for _, pieces in self._book.fitting(words):
            total |= self._by_pieces[pieces] if pieces in self._by_pieces else self._met_by(pieces)
        for sign, bits in self._signs.items():
            if bits & ~total and sign in source:
                total |= bits
        lines = b"\n" + source
        for others, pattern, bit in self._glances:
            if not others & ~total and pattern.search(lines):
                total |= bit
        return total

    def _met_by(self, pieces: tuple[Piece, ...]) -> int:
        total = 0
        for piece in pieces:
            total |= self._pieces.get(piece, 0)
        self._by_pieces[pieces] = total
        return total


def _masks(registered: Iterable[tuple[_Key, int]]) -> Mapping[_Key, int]:
    masks: dict[_Key, int] = defaultdict(int)
    for key, bit in registered:
        masks[key] |= bit
    return dict(masks)
