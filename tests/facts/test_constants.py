"""Constants that a file refers to."""

from __future__ import annotations

import pytest

from dxscore.domain.source import FileKind
from tests.facts.reading import facts_of


def uses(code: str) -> set[tuple[str, str]]:
    return {(use.name, use.nesting) for use in facts_of(code).outline.constants}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A", {"A"}),
        ("A::B.c", {"A::B"}),
        ("::A.b", {"::A"}),
        ("x = A.new", {"A"}),
        ("A::b", {"A"}),
        ("f(A, b: B)", {"A", "B"}),
        ("raise A unless B === c", {"A", "B"}),
        ('"#{A}"', {"A"}),
        ("rescue_from(A)", {"A"}),
        ("begin; rescue A, B => e; end", {"A", "B"}),
        pytest.param("A = 1", set(), id="assigned"),
        pytest.param("A = 1; A", {"A"}, id="assigned, then used"),
        pytest.param("Integer(x)", set(), id="method"),
        pytest.param("x.Foo", set(), id="method with a receiver"),
        pytest.param("{A: 1}", set(), id="key"),
        pytest.param(":A", set(), id="symbol"),
        pytest.param("'A' # B", set(), id="string and comment"),
        pytest.param("aB; @C; $D; @@E", set(), id="not constants"),
        pytest.param("self.class::A", set(), id="looked up in a value"),
        pytest.param("# A\n'A'\nA", {"A"}, id="used after it was mentioned"),
    ],
)
def test_finds_references(code: str, expected: set[str]) -> None:
    assert {name for name, _ in uses(code)} == expected


def test_names_the_nesting_of_each_use() -> None:
    code = """
    A
    module M
      A
      class C < Base
        A
        A
      end
      A
    end
    A
    """
    assert uses(code) == {("A", ""), ("A", "M"), ("Base", "M::C"), ("A", "M::C")}


def test_gives_the_line_of_the_first_use() -> None:
    constants = facts_of("\n\nB\nA\nB\n").outline.constants
    assert [(use.name, use.line) for use in constants] == [("B", 3), ("A", 4)]


def test_in_tests_whatever_is_named_counts_once_per_nesting() -> None:
    code = 'describe "Cart" do\n  # as Order does\n  Cart.new\nend\nclass CartTest < Base\n  Cart\nend\n'
    found = facts_of(code, FileKind.RUBY_TEST).outline.constants
    assert [(use.name, use.nesting, use.line) for use in found] == [
        ("Cart", "", 1),
        ("Base", "CartTest", 5),
        ("Cart", "CartTest", 6),
    ]
