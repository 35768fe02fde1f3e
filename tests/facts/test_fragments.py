"""Logical lines: what makes two of them equal."""

from __future__ import annotations

import pytest

from tests.facts.reading import fragments_of


def digests(body: str) -> list[int]:
    """Of the statements of a method with this body, without its first line."""
    return [fragment.digest for fragment in fragments_of(f"def m(a, b)\n{body}\nend\n")[1:]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("f(a)", "f( a ) # why", id="layout and comments"),
        pytest.param("f(a)", "f(b)", id="names of variables"),
        pytest.param("@a = f", "@b = f", id="names of instance variables"),
        pytest.param("x = f", "y = f", id="names of assigned variables"),
        pytest.param("f('x', 1)", "f('y', 2)", id="strings and numbers"),
        pytest.param("f([1, 2, 3])", "f([4])", id="lists of literals"),
        pytest.param("f({a: 1})", "f({b: 'x', c: [2]})", id="tables of literals"),
        pytest.param("f(%w[a b])", "f(%w[c])", id="lists of words"),
        pytest.param("f; g", "f\ng", id="semicolons"),
    ],
)
def test_equal(one: str, other: str) -> None:
    assert digests(one) == digests(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("f(a)", "g(a)", id="methods"),
        pytest.param("a.f", "a&.f", id="safe navigation"),
        pytest.param("A.f", "B.f", id="constants"),
        pytest.param("f(:a)", "f(:b)", id="symbols"),
        pytest.param("f(a: b)", "f(c: b)", id="keys"),
        pytest.param("f(a, a)", "f(a, b)", id="variables used differently"),
        pytest.param("a + b", "a - b", id="operators"),
        pytest.param("f if a", "f unless a", id="keywords"),
        pytest.param("f('x')", 'f("x#{a}")', id="interpolation"),
        pytest.param("f([a, b])", "f([a])", id="lists of variables"),
        pytest.param("if a\nf\nend\ng", "if a\nf\ng\nend", id="where a block ends"),
    ],
)
def test_different(one: str, other: str) -> None:
    assert digests(one) != digests(other)


def test_the_head_of_a_compound_statement_is_a_line_of_its_own() -> None:
    fragments = fragments_of("def m(a)\n  if a\n    f(a,\n      1)\n  else\n    g\n  end\nend\n")
    assert [(fragment.line, fragment.end_line) for fragment in fragments] == [(1, 1), (2, 2), (3, 4), (5, 8)]


def test_only_methods_are_made_of_fragments() -> None:
    code = "class A\n  has_many :b\n  scope :c, -> { where(d: 1) }\n  def m; end\nend\nresources :e do\n  get :f\nend\n"
    (fragment,) = fragments_of(code)
    assert fragment.line == 4
