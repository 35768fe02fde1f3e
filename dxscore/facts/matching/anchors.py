"""A rule's text test -> anchors: words and signs of which one must stand in a file for the test to hold anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from dxscore.domain.matchers import TextTest
from dxscore.facts.matching.literals import required_literals
from dxscore.facts.matching.texts import text_test
from dxscore.facts.words import split_words

_NAME_ENDS = ("", "?", "!", "=")
"""Signs that belong to a method name and are no part of a word."""

_SHORT = 4
"""A part of a word with fewer letters stands in many words."""

_COMMON = frozenset(
    b"""
    a action add after all an and any app as assert assert_equal attributes base be before body build by call change
    class code config content context count create data date default delete describe destroy each email end env
    error errors event example expect false find first format get group hash id if in include index is it item items
    key last let limit link list load map merge message method model name new nil not on open option options order
    or page params path perform post present private public raise read record reload render request response result
    return role root run save scope select self send set should show size sort source start state status string
    subject tag test text that time title to to_s token true type update url user value values version where with
    write
    Base Rails Time User ActiveRecord ActiveSupport ActiveModel ActionController ActionView ActionMailer ActionDispatch
    ActiveJob ActiveStorage application current errors
    """.split()
)
"""Words that stand often in the Ruby of Rails applications (counted in six open-source ones): poor anchors."""


class Piece(Struct, frozen=True):
    """A part of a word in lower case, and what the whole word must also pass."""

    text: bytes
    accepts: Callable[[str], bool] | None = None
    begins: bool = False
    """Nothing stands before it in the word."""
    ends: bool = False
    """Nothing follows it in the word."""

    def fits(self, word: bytes) -> bool:
        """Whether a word, or it with one of Ruby's name endings, is worth a look."""
        lower = word.lower()
        if self.text not in lower:
            return False
        if word.isascii() and not self._bounded(lower):
            return False
        if self.accepts is None:
            return True
        name = word.decode("utf-8", "replace")
        return any(self.accepts(name + end) for end in _NAME_ENDS)

    def _bounded(self, word: bytes) -> bool:
        """Not for words with other letters than ASCII: some of those are signs to a regular expression."""
        if self.begins and not word.startswith(self.text):
            return False
        return not self.ends or word.endswith(self.text)


class Anchors(Struct, frozen=True):
    """Holds in a file only where one of these stands."""

    words: frozenset[bytes] = frozenset()
    """Whole words, each with the `?` or `!` that follows it in a method's name."""
    pieces: tuple[Piece, ...] = ()
    """Parts of words."""
    signs: frozenset[bytes] = frozenset()
    """Texts without a word: `@@`, `[`."""

    def __or__(self, other: Anchors) -> Anchors:
        """One of either."""
        return Anchors(self.words | other.words, self.pieces + other.pieces, self.signs | other.signs)

    @property
    def texts(self) -> tuple[bytes, ...]:
        """Words, parts of words and signs."""
        return (*self.words, *(piece.text for piece in self.pieces), *self.signs)

    @property
    def commonness(self) -> int:
        """0 when there are likely to be few places to look at, 1 for some, 2 for many."""
        lone = any(len(piece.text) < _SHORT for piece in self.pieces)
        if lone or any(len(sign) == 1 for sign in self.signs):
            return 2
        common = any(text in _COMMON for text in (*self.words, *(piece.text for piece in self.pieces)))
        return 1 if self.signs or common else 0


def name_anchors(test: TextTest) -> Anchors | None:
    """For a test on a name, which is one word: a regular expression is tried on each word that a file has."""
    anchors = _all_of(_value_anchors(value) for value in test.values)
    if anchors is None or not test.pattern:
        return anchors
    accepts = text_test(TextTest(pattern=test.pattern))
    for literal in required_literals(test.pattern) or {""}:
        piece = Anchors(pieces=(_longest_piece(literal, accepts),))
        anchors |= (_sign_anchors(literal) or piece) if literal and not split_words(literal) else piece
    return anchors


def text_anchors(test: TextTest) -> Anchors | None:
    """For a test on a longer text: None when it could hold for a text without any certain word or sign."""
    anchors = _all_of(_value_anchors(value) for value in test.values)
    if anchors is None or not test.pattern:
        return anchors
    literals = required_literals(test.pattern)
    patterns = _all_of(map(_literal_anchors, literals)) if literals else None
    return patterns and anchors | patterns


def word_anchors(words: Iterable[str]) -> Anchors | None:
    """For plain texts of which any will do."""
    return _all_of(map(_value_anchors, words))


def _all_of(parts: Iterable[Anchors | None]) -> Anchors | None:
    """Anchors for `any of these`: none as soon as one has none."""
    total = Anchors()
    for part in parts:
        if part is None:
            return None
        total |= part
    return total


def _value_anchors(value: str) -> Anchors | None:
    words = split_words(value)
    if not words:
        return _sign_anchors(value)
    rarest = max(reversed(words), key=_rarity)
    ending = value[-1:].encode() if len(words) == 1 and value[-1:] in ("?", "!") else b""
    return Anchors(words=frozenset({rarest + ending}))


def _rarity(word: bytes) -> tuple[bool, int]:
    return word not in _COMMON, len(word)


def _literal_anchors(literal: str) -> Anchors | None:
    piece = _longest_piece(literal)
    return Anchors(pieces=(piece,)) if piece.text else _sign_anchors(literal)


def _sign_anchors(text: str) -> Anchors | None:
    signs = re.findall(r"[^\s\w\0]+", text)
    return Anchors(signs=frozenset({max(signs, key=len).encode()})) if signs else None


def _longest_piece(literal: str, accepts: Callable[[str], bool] | None = None) -> Piece:
    found = max(re.finditer(r"\w+", literal.lower()), key=lambda word: len(word[0]), default=None)
    if found is None:
        return Piece(b"", accepts)
    return Piece(found[0].encode(), accepts, begins=found.start() > 0, ends=found.end() < len(literal))
