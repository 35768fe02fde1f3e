"""What matchers need of a file, and the words of the file -> which matchers can hold anywhere in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.pieces import fitting

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


@dataclass(frozen=True, slots=True)
class Need:
    """All that a matcher needs of a file."""

    anchors: tuple[Anchors, ...]
    """Something of each."""
    glance: str = ""
    """A regular expression that is found in its text, '' for none."""


class Needs:
    """Numbers the distinct parts of needs, a bit for each; immutable but for what it learns about words."""

    def __init__(self, needs: Iterable[Need]) -> None:
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
        self._pieces = [(piece, bit) for part, bit in self._bits.items() for piece in part.pieces]
        self._seen: set[bytes] = set()
        self._learned: dict[bytes, int] = {}

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
        if fresh := words - self._seen:
            self._learn(fresh)
        total = 0
        for known in (self._words, self._learned):
            for word in known.keys() & words:
                total |= known[word]
        for sign, bits in self._signs.items():
            if bits & ~total and sign in source:
                total |= bits
        for others, pattern, bit in self._glances:
            if not others & ~total and pattern.search(source):
                total |= bit
        return total

    def _learn(self, fresh: set[bytes]) -> None:
        if len(self._seen) > _MOST_WORDS:
            self._seen, self._learned = set(), {}
        self._seen |= fresh
        for word, bit in fitting(self._pieces, fresh):
            self._learned[word] = self._learned.get(word, 0) | bit


def _masks(registered: Iterable[tuple[bytes, int]]) -> Mapping[bytes, int]:
    masks: dict[bytes, int] = defaultdict(int)
    for text, bit in registered:
        masks[text] |= bit
    return dict(masks)
