"""Parts of words, and words of a file -> which word fits which part, for less than trying each with each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from dxscore.facts.matching.anchors import Piece

_Item = TypeVar("_Item")

_BREAK = b"\n"
"""Stands in no word."""


def fitting(pieces: Sequence[tuple[Piece, _Item]], words: Collection[bytes]) -> Iterator[tuple[bytes, _Item]]:
    """Each word with what is registered for a piece that fits it, by piece in the order given."""
    text = _BREAK + _BREAK.join(words) + _BREAK
    lower = text.lower()
    for piece, item in pieces:
        for word in _holding(piece.text, text, lower) if piece.text else words:
            if piece.fits(word):
                yield word, item


def _holding(part: bytes, text: bytes, lower: bytes) -> Iterator[bytes]:
    """The words that have the part in them, in whatever case."""
    position = lower.find(part)
    while position >= 0:
        end = text.find(_BREAK, position)
        yield text[text.rfind(_BREAK, 0, position) + 1 : end]
        position = lower.find(part, end)
