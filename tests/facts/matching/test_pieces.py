from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.matching.anchors import Piece
from dxscore.facts.matching.pieces import fitting

WORDS = st.sets(st.text("abAB_é1", min_size=1, max_size=6).map(str.encode), max_size=8)
PIECES = st.builds(Piece, st.text("ab_", max_size=3).map(str.encode), begins=st.booleans(), ends=st.booleans())


@given(WORDS, st.lists(PIECES, max_size=4))
def test_the_same_is_found_as_by_trying_each_with_each(words: set[bytes], pieces: list[Piece]) -> None:
    numbered = list(zip(pieces, range(len(pieces)), strict=True))
    assert set(fitting(numbered, words)) == {(word, at) for piece, at in numbered for word in words if piece.fits(word)}


def test_a_piece_in_a_word_twice_gives_it_once() -> None:
    assert list(fitting([(Piece(b"ab"), "x")], [b"abab"])) == [(b"abab", "x")]
