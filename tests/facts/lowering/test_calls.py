from __future__ import annotations

import pytest

from dxscore.domain.ruby import Call
from tests.facts.lowering.told import last, lowered, told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a", "Call(a)"),
        ("a()", "Call(a)"),
        ("a.b", "Call(b, Call(a))"),
        ("a&.b", "Call(b, Call(a), True)"),
        ("A::b(1)", "Call(b, A, [1])"),
        ("a.()", "Call(call, Call(a))"),
        ("a 1, b: 2", "Call(a, [1], [[:b, 2]])"),
        ("a(1, {b: 2})", "Call(a, [1, Hash([[:b, 2]])])"),
        ('a "b" => 1, **c', "Call(a, [['b', 1], [None, Call(c)]])"),
        ("a(*b, &c)", "Call(a, [Splat(Call(b))], Call(c))"),
        ("a(&:b)", "Call(a, :b)"),
        ("a[1, b: 2]", "Call([], Call(a), [1], [[:b, 2]])"),
        ("a + b", "Call(+, Call(a), [Call(b)])"),
        ("-a", "Call(-@, Call(a))"),
        ("a =~ b", "Call(=~, Call(a), [Call(b)])"),
        ("a && !b", "Logic(and, [Call(a), Logic(not, [Call(b)])])"),
        ("a or not b", "Logic(or, [Call(a), Logic(not, [Call(b)])])"),
        ("defined?(a)", "Other(defined?, [Call(a)])"),
        ("super", "Super(True)"),
        ("super()", "Super()"),
        ("super(1) { 2 }", "Super([1], Block(2))"),
        ("yield 1, *a", "Yield([1, Splat(Call(a))])"),
        ("alias a b", "Call(alias_method, [:a, :b])"),
        ("alias :a :b", "Call(alias_method, [:a, :b])"),
        ("undef a, :b", "Call(undef_method, [:a, :b])"),
        ("a { |b| b }", "Call(a, Block([Parameter(b, required)], $b))"),
        ("a do it end", "Call(a, Block($it))"),
        ("a { _1 + _2 }", "Call(a, Block(Call(+, $_1, [$_2])))"),
    ],
)
def test_each_form_of_a_call(code: str, expected: str) -> None:
    assert told(lowered(code)) == expected


def test_a_name_is_a_variable_once_it_is_assigned() -> None:
    assert told(last("a = 1\na")) == "$a"
    assert told(last("a = 1\na()")) == "Call(a)"
    assert told(last("a = 1\nb { a }")) == "Call(b, Block($a))"
    assert told(last("b { a = 1 }\na")) == "Call(a)"
    assert told(last("a = 1\ndef b = a")) == "Def(b, Call(a))"


def test_everything_can_be_passed_on() -> None:
    assert told(lowered("def a(...) = b(...)")) == "Def(a, [Parameter(..., all)], Call(b, [Splat($...)]))"
    assert told(lowered("def a(*, **, &) = b(*, **, &)")) == (
        "Def(a, [Parameter(rest), Parameter(keyrest), Parameter(block)], Call(b, [Splat()], [[None, $**]], $&))"
    )


def test_a_call_knows_the_line_of_its_name_and_its_last_line() -> None:
    call = lowered("a\n  .b(\n    1\n  )")

    assert isinstance(call, Call)
    assert (call.line, call.end_line) == (2, 4)


def test_deep_nesting_is_cut_instead_of_ending_the_run() -> None:
    assert "Other" in told(lowered("[" * 400 + "]" * 400))
