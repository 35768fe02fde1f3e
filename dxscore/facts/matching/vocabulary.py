"""The words of a file -> the texts to look for in it, and what is registered under each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from dxscore.facts.matching.anchors import Anchors, Piece
from dxscore.facts.matching.pieces import WordBook

_Item = TypeVar("_Item", bound=Hashable)
_Group = TypeVar("_Group")


class Vocabulary(Generic[_Item, _Group]):
    """Whole words are known from the start; what else a word is for is worked out when it is first met.

    `group` puts the items of one text into the form that `lookup` gives.
    """

    def __init__(
        self,
        registered: Sequence[tuple[Anchors, _Item]],
        group: Callable[[Iterable[_Item]], _Group],
        book: WordBook,
    ) -> None:
        self._group = group
        self._book = book
        self._exact = _grouped(((text, item) for anchors, item in registered for text in anchors.words), group)
        self._signs = _grouped(((text, item) for anchors, item in registered for text in anchors.signs), group)
        self._texts = _by_word(self._exact)
        self._pieces: dict[Piece, list[_Item]] = defaultdict(list)
        for anchors, item in registered:
            for piece in anchors.pieces:
                self._pieces[piece].append(item)
        self._groups: dict[tuple[Piece, ...], _Group | None] = {}

    def lookup(self, words: set[bytes]) -> Iterator[tuple[bytes, _Group]]:
        """The texts to look for in a file of these words: signs, and texts whose word is among them."""
        yield from self._signs.items()
        for word in self._texts.keys() & words:
            for text in self._texts[word]:
                yield text, self._exact[text]
        for word, pieces in self._book.fitting(words):
            group = self._groups[pieces] if pieces in self._groups else self._grouped(pieces)
            if group is not None:
                yield word, group

    def _grouped(self, pieces: tuple[Piece, ...]) -> _Group | None:
        """None when nothing here is registered for any of them."""
        items = dict.fromkeys(item for piece in pieces for item in self._pieces.get(piece, ()))
        group = self._groups[pieces] = self._group(items) if items else None
        return group


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
