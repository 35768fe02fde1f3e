"""Which lines of a file a change touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.gate import edited
from dxscore.gate.edited import edited_lines

TEXTS = st.lists(st.sampled_from("abcd"), max_size=12).map("\n".join).map(str.encode)


@pytest.mark.parametrize(
    ("before", "after", "added", "touched"),
    [
        ("a b c", "a b c", (), ()),
        ("a b c", "a x b c", (2,), (2,)),
        ("a b c", "a x c", (2,), (2,)),
        ("a b c", "a c", (), (1, 2)),
        ("", "a b", (1, 2), (1, 2)),
        ("a b", "", (), (0, 1)),
    ],
)
def test_lines_of_small_edits(before: str, after: str, added: tuple[int, ...], touched: tuple[int, ...]) -> None:
    found = edited_lines(*("\n".join(text.split()).encode() for text in (before, after)))
    assert (found.added, found.touched) == (added, touched)


def test_a_line_counts_between_first_and_last() -> None:
    found = edited_lines(b"a\nb\nc\nd\n", b"a\nx\nc\n")
    assert [found.has_added(line, line) for line in (1, 2, 3)] == [False, True, False]
    assert found.has_touched(3, 9)
    assert not found.has_added(3, 9)


@given(TEXTS, TEXTS)
def test_what_is_left_when_added_lines_go_was_there_before(before: bytes, after: bytes) -> None:
    added = set(edited_lines(before, after).added)
    rest = [line for number, line in enumerate(after.splitlines(), start=1) if number not in added]
    lines = iter(before.splitlines())
    assert all(line in lines for line in rest)


def test_of_huge_edits_all_lines_between_count_as_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edited, "_MOST_PAIRS", 8)
    assert edited_lines(b"a\n1\n2\n3\nz\n", b"a\n3\n2\n1\nz\n").added == (2, 3, 4)
    assert edited_lines(b"a\n1\n2\nz\n", b"a\n2\n1\n3\nz\n").added == (2, 4)
