import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.words import split_words, words_of


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"save!", {b"save"}),
        (b"x!=y", {b"x", b"y"}),
        (b"a?b:c", {b"a", b"b", b"c"}),
        (b"@@count = $x", {b"count", b"x"}),
        (b"A::B.c_d1", {b"A", b"B", b"c_d1"}),
        ("größe".encode(), {"größe".encode()}),
        (b"\xff\x00a", {b"\xff", b"a"}),
        (b"", set()),
    ],
)
def test_words_are_cut_at_every_sign(source: bytes, words: set[bytes]) -> None:
    assert words_of(source) == words


@given(st.text())
def test_a_text_of_a_rule_is_cut_like_a_file(text: str) -> None:
    assert set(split_words(text)) == words_of(text.encode("utf-8", "surrogateescape"))
