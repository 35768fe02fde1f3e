"""Sizes of methods: docs/metrics.md as examples."""

from __future__ import annotations

import pytest

from tests.facts.reading import facts_of, fragments_of, method_metrics, metrics_of


@pytest.mark.parametrize(
    ("body", "complexity"),
    [
        ("", 1),
        ("a", 1),
        ("a if b", 2),
        ("a unless b", 2),
        ("if a\n1\nelsif b\n2\nelse\n3\nend", 3),
        ("a ? b : c", 2),
        ("while a\nb\nend", 2),
        ("b until a", 2),
        ("for x in given\nend", 2),
        ("case a\nwhen 1, 2 then 3\nwhen 4 then 5\nelse 6\nend", 3),
        ("case a\nin {b:} then 1\nin [c] then 2\nend", 3),
        ("begin\na\nrescue B\n1\nrescue C\n2\nensure\n3\nend", 2),
        ("a\nrescue B\n1", 2),
        ("a rescue nil", 2),
        ("a && b || c", 3),
        ("a and b or not c", 3),
        ("a ||= b\nc &&= d", 3),
        ("a += 1", 1),
        ("given.each { |x| x }", 2),
        ("given.map(&:a)", 2),
        ("given.tap { |x| x }", 1),
        ("given.map", 1),
        ("given&.a", 2),
        ("given&.a\ngiven&.b", 2),
        ("given&.a\ngiven = 1\ngiven&.b", 3),
        ("other&.a\nother&.b", 3),
        ("a == b", 1),
    ],
)
def test_complexity_counts_decisions(body: str, complexity: int) -> None:
    assert metrics_of(body).complexity == complexity


@pytest.mark.parametrize(
    ("body", "size"),
    [
        ("", (0, 0, 0)),
        ("x = 1", (1, 0, 0)),
        ("_x = 1", (0, 0, 0)),
        ("@x = 1", (1, 0, 0)),
        ("x, (@y, given.w), *v = given", (4, 1, 0)),
        ("x.y = 1", (1, 2, 0)),
        ("given[:y] = 1", (1, 1, 0)),
        ("@x ||= 1", (1, 0, 1)),
        ("@x += 1", (1, 0, 0)),
        ("given", (0, 0, 0)),
        ("call", (0, 1, 0)),
        ("call\ncall = 1\ncall", (1, 1, 0)),
        ("a(b).c", (0, 3, 0)),
        ("given.a", (0, 1, 0)),
        ("given\n  # why\n  .a", (0, 1, 0)),
        ("given.()", (0, 1, 0)),
        ("given + 1", (0, 1, 0)),
        ("given == 1", (0, 0, 1)),
        ("given[0]", (0, 1, 0)),
        ("!given", (0, 1, 0)),
        ("-1", (0, 0, 0)),
        ("defined?(given)", (0, 0, 0)),
        ("super", (0, 0, 0)),
        ("super(given)", (0, 0, 0)),
        ("yield given", (0, 1, 0)),
        ("-> { }", (0, 1, 0)),
        ("given.a { |x, (y, *z), w: 1, &v| }", (5, 1, 0)),
        ("given.a { |x, _y| x }", (1, 1, 0)),
        ("if given\n1\nelse\n2\nend", (0, 0, 2)),
        ("case given\nwhen 1 then 2\nelse 3\nend", (0, 0, 2)),
        ("given ? 1 : 2", (0, 0, 1)),
        ("begin\n1\nrescue A => e\ne\nelse\n2\nend", (1, 0, 1)),
        ('"#{given} #{call}"', (0, 1, 0)),
        ("case given\nin {a:, b: [c]} then c\nend", (0, 0, 1)),
    ],
)
def test_abc_counts_assignments_branches_and_conditions(body: str, size: tuple[int, int, int]) -> None:
    metrics = metrics_of(body)
    assert (metrics.assignments, metrics.branches, metrics.conditions) == size


@pytest.mark.parametrize(
    ("body", "nesting"),
    [
        ("a", 0),
        ("a if b", 0),
        ("if a\nb\nend", 1),
        ("if a\nb\nelsif c\nd\nend", 1),
        ("a.each do |x|\nif x\ncase b\nwhen 1 then 2\nend\nend\nend", 3),
        ("if a\nb\nend\nunless c\nd { e }\nend", 2),
        ("-> { a }", 1),
    ],
)
def test_nesting_is_the_deepest_level(body: str, nesting: int) -> None:
    assert metrics_of(body).nesting == nesting


@pytest.mark.parametrize(
    ("body", "statements"),
    [
        ("", 0),
        ("a\nb", 2),
        ("a; b # c", 2),
        ("if a\nb\nc\nelse\nd\nend", 4),
        ("a do\nb\nend", 2),
        ("begin\na\nrescue B\nc\nensure\nd\nend", 4),
        ("foo(a,\n  b)", 1),
    ],
)
def test_statements_count_nested_ones(body: str, statements: int) -> None:
    assert metrics_of(body).statements == statements


def test_an_inner_method_adds_its_lines_only() -> None:
    metrics = metrics_of("x = 1\ndef inner(y)\n  z = a if y && b\n  loop { loop { loop { x } } }\nend\nx if given")
    assert (metrics.complexity, metrics.assignments, metrics.branches, metrics.nesting) == (2, 1, 0, 0)
    assert (metrics.statements, metrics.code_lines) == (3, 6)


def test_the_lines_of_an_inner_method_may_be_clones() -> None:
    code = "def a\n  def b\n    c\n    d\n  end\n  e\nend"
    assert [fragment.line for fragment in fragments_of(code)] == [1, 2, 3, 4, 6]


@pytest.mark.parametrize(
    ("body", "statements"),
    [
        ("@table ||= {a: -> { b; c }, d: [e]}", 1),
        ("# why\n[-> { b; c }]", 1),
        ("table = {a: -> { b; c }}", 1),
        ("table = {a: -> { b; c }}\ntable", 4),
        ("f(a: -> { b; c })", 3),
    ],
)
def test_a_body_that_is_one_table_is_one_statement(body: str, statements: int) -> None:
    assert metrics_of(body).statements == statements


def test_a_method_without_end_may_be_a_table() -> None:
    assert method_metrics("def m = {a: -> { b; c }, d: e}").statements == 1


def test_lines_of_code_are_those_of_the_body() -> None:
    code = "def m(\n  a,\n  b\n)\n  # c\n\n  d\n  e(<<~X)\n    text\n  X\nend\n"
    assert method_metrics(code).code_lines == 4


def test_a_method_without_end_is_one_statement() -> None:
    metrics = method_metrics("def m = a.b\n")
    assert (metrics.code_lines, metrics.statements, metrics.branches) == (1, 1, 2)


def test_long_chains_do_not_exhaust_the_stack() -> None:
    assert metrics_of(" + ".join(["given"] * 5000)).branches == 4999


def test_each_method_is_measured_by_itself() -> None:
    first, second = facts_of("def a\n  x = 1 if y\nend\ndef b\n  x\nend\n").outline.methods
    assert first.metrics is not None
    assert second.metrics is not None
    assert (first.metrics.complexity, second.metrics.complexity) == (2, 1)
    assert second.metrics.branches == 1, "x is no variable in the second method"
