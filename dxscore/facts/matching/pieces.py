"""Parts of words that matchers ask for, and words of files -> which word fits which parts, found out once per word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from dxscore.facts.matching.anchors import Piece

_GRAMS = (6, 3)
"""Letters by which pieces are looked up, the longer ones by more: few words share them."""

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


class WordBook:
    """Immutable but for what it learns about words, so one per process."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._by_gram: dict[int, dict[bytes, list[Piece]]] = {size: defaultdict(list) for size in _GRAMS}
        self._short: list[Piece] = []
        for piece in dict.fromkeys(pieces):
            size = next((size for size in _GRAMS if len(piece.text) >= size), 0)
            (self._by_gram[size][piece.text[:size]] if size else self._short).append(piece)
        self._seen: set[bytes] = set()
        self._fitting: dict[bytes, tuple[Piece, ...]] = {}

    def fitting(self, words: set[bytes]) -> Iterator[tuple[bytes, tuple[Piece, ...]]]:
        """Those of the words that fit a piece, each with all that it fits."""
        if fresh := words - self._seen:
            self._learn(fresh)
        for word in self._fitting.keys() & words:
            yield word, self._fitting[word]

    def _learn(self, fresh: set[bytes]) -> None:
        if len(self._seen) > _MOST_WORDS:
            self._seen, self._fitting = set(), {}
        self._seen |= fresh
        for word in fresh:
            if pieces := tuple(dict.fromkeys(self._pieces_of(word))):
                self._fitting[word] = pieces

    def _pieces_of(self, word: bytes) -> Iterator[Piece]:
        lower = word.lower()
        for size, groups in self._by_gram.items():
            for start in range(len(lower) - size + 1):
                if (gram := lower[start : start + size]) in groups:
                    yield from (piece for piece in groups[gram] if piece.fits(word))
        if self._short:
            yield from (piece for piece in self._short if piece.fits(word))
