from __future__ import annotations

import pytest

from tests.facts.lowering.told import lowered, told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def a; end", "Def(a, )"),
        ("def a = 1", "Def(a, 1)"),
        ("def self.a = 1", "Def(a, 1, self)"),
        ("def A.a = 1", "Def(a, 1, A)"),
        ("def a=(b); end", "Def(a=, [Parameter(b, required)], )"),
        ("def +(b) = b", "Def(+, [Parameter(b, required)], $b)"),
        ("class A < B::C; end", "Class(A, B::C, )"),
        ("class A::B < C.new(1); end", "Class(A::B, Call(new, C, [1]), )"),
        ("module A::B; end", "Module(A::B, )"),
        ("class << self; a; end", "Eigenclass(self, Call(a))"),
        ("class << A; a; end", "Eigenclass(A, Call(a))"),
        ("->(a) { a }", "Block([Parameter(a, required)], $a, True)"),
        ("-> { a }", "Block(Call(a), True)"),
        ("lambda { |a| a }", "Call(lambda, Block([Parameter(a, required)], $a))"),
    ],
)
def test_each_form_of_a_definition(code: str, expected: str) -> None:
    assert told(lowered(code)) == expected


def test_every_kind_of_parameter() -> None:
    assert told(lowered("def x(a, b = 1, *c, d, e:, f: a, **g, &h); end")) == (
        "Def(x, [Parameter(a, required), Parameter(b, optional, 1), Parameter(c, rest), Parameter(d, required), "
        "Parameter(e, key), Parameter(f, key, $a), Parameter(g, keyrest), Parameter(h, block)], )"
    )


def test_parameters_in_parentheses_have_parts() -> None:
    inner = "Parameter(parts, [Parameter(a, required), Parameter(b, required)])"

    assert told(lowered("x { |(a, b), c| a }")) == f"Call(x, Block([{inner}, Parameter(c, required)], $a))"


def test_a_class_does_not_see_the_variables_around_it() -> None:
    assert told(lowered("x { a = 1; class B; a; end }")) == "Call(x, Block(Assign($a, 1); Class(B, Call(a))))"
