"""Pieces of code that stand in several places."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.facts import Entity, Fragment
from dxscore.facts.clones import MIN_LINES, MIN_TOKENS, find_clones
from tests.facts.reading import fragments_of


def lines(*digests: int, start: int = 1, tokens: int = 8) -> tuple[Fragment, ...]:
    """One fragment per line."""
    return tuple(Fragment(digest, start + row, start + row, tokens) for row, digest in enumerate(digests))


def spans(files: Mapping[str, tuple[Fragment, ...]]) -> list[tuple[str, int, int]]:
    return [(path, clone.line, clone.end_line) for path, clone in find_clones(files)]


def only(files: Mapping[str, tuple[Fragment, ...]], path: str) -> Entity:
    (clone,) = [clone for where, clone in find_clones(files) if where == path]
    return clone


PIECE = tuple(range(100, 112))


def test_finds_the_longest_piece_that_two_files_share() -> None:
    files = {"a.rb": lines(1, *PIECE, 2), "b.rb": lines(3, 4, *PIECE, 5)}
    assert spans(files) == [("a.rb", 2, 13), ("b.rb", 3, 14)]


def test_says_where_the_partner_is() -> None:
    files = {"a.rb": lines(1, *PIECE), "b.rb": lines(*PIECE, start=7), "c.rb": lines(*PIECE)}
    clone = only(files, "a.rb")
    assert clone.attributes == {
        "lines": 12,
        "tokens": 96,
        "copies": 3,
        "partner": "b.rb:7",
        "partner_symbol": "",
        "same_file": False,
    }


def test_names_both_places() -> None:
    files = {"a.rb": lines(*PIECE), "b.rb": lines(*PIECE)}
    (_, clone), _ = find_clones(files, lambda path, line: f"{path}#{line}")
    assert (clone.symbol, clone.attributes["partner_symbol"]) == ("a.rb#1", "b.rb#1")


def test_counts_as_copies_only_places_with_the_whole_piece() -> None:
    files = {"a.rb": lines(*PIECE, 1, 2), "b.rb": lines(*PIECE, 1, 2), "c.rb": lines(*PIECE)}
    assert only(files, "a.rb").attributes["copies"] == 2
    assert only(files, "c.rb").attributes["copies"] == 3


def test_finds_two_pieces_in_one_file() -> None:
    files = {"a.rb": lines(*PIECE, 1, *PIECE)}
    assert spans(files) == [("a.rb", 1, 12), ("a.rb", 14, 25)]
    assert all(clone.attributes["same_file"] for _, clone in find_clones(files))


def test_pieces_do_not_overlap() -> None:
    files = {"a.rb": lines(*PIECE, *PIECE, *PIECE)}
    assert spans(files) == [("a.rb", 1, 12), ("a.rb", 13, 24), ("a.rb", 25, 36)]


def test_too_few_tokens_are_no_clone() -> None:
    tokens = MIN_TOKENS // len(PIECE) - 1
    assert not spans({"a.rb": lines(*PIECE, tokens=tokens), "b.rb": lines(*PIECE, tokens=tokens)})


def test_too_few_lines_are_no_clone() -> None:
    short = PIECE[: MIN_LINES - 1]
    assert not spans({"a.rb": lines(*short, tokens=99), "b.rb": lines(*short, tokens=99)})


def test_the_same_line_again_and_again_is_no_clone() -> None:
    table = (1, 2) * 8
    assert not spans({"a.rb": lines(*table), "b.rb": lines(*table)})


def test_a_piece_ends_where_other_code_lies_between() -> None:
    apart = (*lines(*PIECE[:6]), *lines(*PIECE[6:], start=60))
    assert not spans({"a.rb": apart, "b.rb": apart})


def test_methods_copied_one_after_the_other_are_one_piece() -> None:
    one = "".join(f"  # said here\n  def m{n}(a)\n    b{n}(a, 1)\n    c(a)\n  end\n\n" for n in range(6))
    other = one.replace("said here", "or there").replace("(a", "(other")
    files = {"a.rb": fragments_of(f"class A\n{one}end\n"), "b.rb": fragments_of(f"class B\n  d\n{other}end\n")}
    assert spans(files) == [("a.rb", 3, 36), ("b.rb", 4, 37)]


def test_a_table_written_as_code_is_no_clone() -> None:
    table = "def m\n  {\n" + "".join(f"    'k{n}' => [{n}, :a{n}],\n" for n in range(40)) + "  }\nend\n"
    assert not spans({"a.rb": fragments_of(table), "b.rb": fragments_of(table.replace("'k", "'l"))})


def test_many_copies_cost_little() -> None:
    files = {f"{number}.rb": lines(*PIECE) for number in range(500)}
    assert len(find_clones(files)) == 500
