"""What matchers need of a file, and the words of the file -> which matchers can hold anywhere in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.pieces import fitting

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


class Needs:
    """Numbers the distinct needs, a bit for each; immutable but for what it learns about words."""

    def __init__(self, needs: Iterable[Anchors]) -> None:
        self._bits = {need: 1 << number for number, need in enumerate(dict.fromkeys(needs))}
        self._words = _masks((text.rstrip(b"?!"), bit) for need, bit in self._bits.items() for text in need.words)
        self._signs = _masks((sign, bit) for need, bit in self._bits.items() for sign in need.signs)
        self._pieces = [(piece, bit) for need, bit in self._bits.items() for piece in need.pieces]
        self._seen: set[bytes] = set()
        self._learned: dict[bytes, int] = {}

    def mask(self, needs: Iterable[Anchors]) -> int:
        """The bits of several; one of them is met by a file when all of its bits are among `met`."""
        total = 0
        for need in needs:
            total |= self._bits[need]
        return total

    def met(self, source: bytes, words: set[bytes]) -> int:
        """The bits of all needs that a file of these words meets."""
        if fresh := words - self._seen:
            self._learn(fresh)
        total = 0
        for known in (self._words, self._learned):
            for word in known.keys() & words:
                total |= known[word]
        for sign, bits in self._signs.items():
            if bits & ~total and sign in source:
                total |= bits
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
