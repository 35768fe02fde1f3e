from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.matching.anchors import Piece
from dxscore.facts.matching.pieces import WordBook

WORDS = st.sets(st.text("abAB_é1", min_size=1, max_size=9).map(str.encode), max_size=8)
PIECES = st.builds(Piece, st.text("ab_", max_size=7).map(str.encode), begins=st.booleans(), ends=st.booleans())


@given(st.lists(WORDS, max_size=3), st.lists(PIECES, max_size=4))
def test_the_same_is_found_as_by_trying_each_with_each(files: list[set[bytes]], pieces: list[Piece]) -> None:
    book = WordBook(pieces)
    for words in files:
        found = {(word, piece) for word, fitting in book.fitting(words) for piece in fitting}
        assert found == {(word, piece) for word in words for piece in pieces if piece.fits(word)}
