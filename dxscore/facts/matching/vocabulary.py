"""The words of a file -> the texts to look for in it, and what is registered under each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.pieces import fitting

_Item = TypeVar("_Item", bound=Hashable)
_Group = TypeVar("_Group")

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


class Vocabulary(Generic[_Item, _Group]):
    """Whole words are known from the start; each distinct word of a project is tried against pieces once.

    `group` puts the items of one text into the form that `lookup` gives.
    """

    def __init__(self, registered: Sequence[tuple[Anchors, _Item]], group: Callable[[Iterable[_Item]], _Group]) -> None:
        self._group = group
        self._exact = _grouped(((text, item) for anchors, item in registered for text in anchors.words), group)
        self._signs = _grouped(((text, item) for anchors, item in registered for text in anchors.signs), group)
        self._texts = _by_word(self._exact)
        self._pieces = [(piece, item) for anchors, item in registered for piece in anchors.pieces]
        self._seen: set[bytes] = set()
        self._learned: dict[bytes, _Group] = {}

    def lookup(self, words: set[bytes]) -> Iterator[tuple[bytes, _Group]]:
        """The texts to look for in a file of these words: signs, and texts whose word is among them."""
        yield from self._signs.items()
        for word in self._texts.keys() & words:
            for text in self._texts[word]:
                yield text, self._exact[text]
        if self._pieces:
            if fresh := words - self._seen:
                self._learn(fresh)
            for word in self._learned.keys() & words:
                yield word, self._learned[word]

    def _learn(self, fresh: set[bytes]) -> None:
        if len(self._seen) > _MOST_WORDS:
            self._seen, self._learned = set(), {}
        self._seen |= fresh
        found: dict[bytes, dict[_Item, None]] = defaultdict(dict)
        for word, item in fitting(self._pieces, fresh):
            found[word][item] = None
        self._learned |= {word: self._group(items) for word, items in found.items()}


def _grouped(
    registered: Iterable[tuple[bytes, _Item]], group: Callable[[Iterable[_Item]], _Group]
) -> Mapping[bytes, _Group]:
    texts: dict[bytes, list[_Item]] = defaultdict(list)
    for text, item in registered:
        texts[text].append(item)
    return {text: group(items) for text, items in texts.items()}


def _by_word(texts: Iterable[bytes]) -> Mapping[bytes, list[bytes]]:
    """`save` -> `save`, `save!`: what to look for in a file that has the word."""
    words: dict[bytes, list[bytes]] = defaultdict(list)
    for text in texts:
        words[text.rstrip(b"?!")].append(text)
    return words
