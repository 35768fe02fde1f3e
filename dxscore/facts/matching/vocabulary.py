"""The words of a file -> what is registered under them, parts of words and regular expressions included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from dxscore.facts.matching.anchors import Anchors, Piece

_T = TypeVar("_T")

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


class Vocabulary(Generic[_T]):
    """Each distinct word of a project is tried against pieces and expressions once, then known."""

    def __init__(self, registered: Iterable[tuple[Anchors, _T]]) -> None:
        exact: dict[bytes, list[_T]] = defaultdict(list)
        pieces: list[tuple[Piece, _T]] = []
        for anchors, item in registered:
            for word in anchors.words:
                exact[word].append(item)
            pieces += ((piece, item) for piece in anchors.pieces)
        self._exact: Mapping[bytes, tuple[_T, ...]] = {word: tuple(items) for word, items in exact.items()}
        self._pieces: Sequence[tuple[Piece, _T]] = pieces
        self._seen: set[bytes] = set()
        self._known = dict(self._exact)

    def lookup(self, words: set[bytes]) -> list[tuple[bytes, tuple[_T, ...]]]:
        """The words under which something is registered, and what."""
        if self._pieces:
            self._learn(words - self._seen)
        return [(word, self._known[word]) for word in self._known.keys() & words]

    def _learn(self, fresh: set[bytes]) -> None:
        if len(self._seen) > _MOST_WORDS:
            self._seen, self._known = set(), dict(self._exact)
        self._seen |= fresh
        words = list(fresh)
        text = b"\n".join(words).lower()
        for piece, item in self._pieces:
            if piece.text in text:
                for word in words:
                    if piece.fits(word):
                        self._known[word] = (*self._known.get(word, ()), item)
