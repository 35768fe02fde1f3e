"""Which lines hold code."""

from __future__ import annotations

import pytest

from tests.facts.reading import lines_of


@pytest.mark.parametrize(
    ("code", "total", "counted"),
    [
        pytest.param("", 0, 0, id="nothing"),
        pytest.param("a", 1, 1, id="no newline at the end"),
        pytest.param("a\n\n  \nb\n", 4, 2, id="blank lines"),
        pytest.param("# one\na # two\n  # three\n", 3, 1, id="comments"),
        pytest.param("a\r\n# b\r\n\r\nc\r\n", 4, 2, id="carriage returns"),
        pytest.param("a\n=begin\nb\n\n=end\nc\n", 6, 2, id="block comment"),
        pytest.param("=begin\nb\n=end\nc\n", 4, 1, id="block comment first"),
        pytest.param("a\n__END__\nb\n# c\n", 4, 1, id="data"),
        pytest.param("a = <<~X\n  # no comment\nX\n", 3, 3, id="heredoc"),
        pytest.param('a = "\n=begin\n"\n', 3, 3, id="string that looks like a block comment"),
    ],
)
def test_counts_lines(code: str, total: int, counted: int) -> None:
    lines = lines_of(code)
    assert (lines.total, lines.code) == (total, counted)


def test_counts_code_between_two_lines() -> None:
    lines = lines_of("a\n# b\nc\n\nd\n")
    assert lines.code_between(2, 4) == 1
    assert lines.code_between(1, 5) == 3


def test_finds_the_line_of_a_byte() -> None:
    lines = lines_of("ab\n\ncd\n")
    assert [lines.line_at(offset) for offset in (0, 2, 3, 4, 5)] == [1, 1, 2, 3, 3]


def test_finds_the_next_line_of_code() -> None:
    lines = lines_of("# a\n\n# b\nc\n# d\n")
    assert lines.next_code(1) == 4
    assert lines.next_code(5) == 5
