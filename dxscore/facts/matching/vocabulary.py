"""The words of a file -> the texts to look for in it, and what is registered under each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

from dxscore.facts.matching.anchors import Anchors

_Key = TypeVar("_Key", bound=Hashable)
_Item = TypeVar("_Item")
Groups: TypeAlias = tuple[tuple[_Key, tuple[_Item, ...]], ...]
"""Items under their keys, each item once per key."""

_MOST_WORDS = 500_000
"""What was learned is forgotten beyond this many words, which bounds the memory at about 50 MB."""


class Vocabulary(Generic[_Key, _Item]):
    """Whole words are known from the start; each distinct word of a project is tried against pieces once."""

    def __init__(self, registered: Sequence[tuple[Anchors, _Key, _Item]]) -> None:
        exact = by_text((text, key, item) for anchors, key, item in registered for text in anchors.words)
        self._exact = {text: grouped(items) for text, items in exact.items()}
        self._texts = _by_word(exact)
        self._pieces = [(piece, key, item) for anchors, key, item in registered for piece in anchors.pieces]
        self._seen: set[bytes] = set()
        self._learned: dict[bytes, Groups[_Key, _Item]] = {}

    def lookup(self, words: set[bytes]) -> Iterator[tuple[bytes, Groups[_Key, _Item]]]:
        """The texts under which something is registered whose word is among these, and what."""
        for word in self._texts.keys() & words:
            for text in self._texts[word]:
                yield text, self._exact[text]
        if self._pieces:
            self._learn(words - self._seen)
            for word in self._learned.keys() & words:
                yield word, self._learned[word]

    def _learn(self, fresh: set[bytes]) -> None:
        if len(self._seen) > _MOST_WORDS:
            self._seen, self._learned = set(), {}
        self._seen |= fresh
        text = b"\n".join(fresh).lower()
        pieces = [piece for piece in self._pieces if piece[0].text in text]
        for word in fresh if pieces else ():
            fitting = [(key, item) for piece, key, item in pieces if piece.fits(word)]
            if fitting:
                self._learned[word] = grouped(fitting)


def grouped(items: Iterable[tuple[_Key, _Item]]) -> Groups[_Key, _Item]:
    """By key, in order, without repeats."""
    groups: dict[_Key, list[_Item]] = defaultdict(list)
    for key, item in items:
        if item not in groups[key]:
            groups[key].append(item)
    return tuple((key, tuple(members)) for key, members in groups.items())


def by_text(registered: Iterable[tuple[bytes, _Key, _Item]]) -> Mapping[bytes, list[tuple[_Key, _Item]]]:
    """Under each text, what is registered there."""
    texts: dict[bytes, list[tuple[_Key, _Item]]] = defaultdict(list)
    for text, key, item in registered:
        texts[text].append((key, item))
    return texts


def _by_word(texts: Iterable[bytes]) -> Mapping[bytes, list[bytes]]:
    """`save` -> `save`, `save!`: what to look for in a file that has the word."""
    words: dict[bytes, list[bytes]] = defaultdict(list)
    for text in texts:
        words[text.rstrip(b"?!")].append(text)
    return words
