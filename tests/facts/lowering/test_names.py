from __future__ import annotations

import pytest

from tests.facts.lowering.told import last, lowered, told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@a", "$@a"),
        ("@@a", "$@@a"),
        ("$a", "$$a"),
        ("A", "A"),
        ("A::B", "A::B"),
        ("::A::B", "::A::B"),
        ("a::B", "Const(B, Call(a))"),
        ("self", "self"),
        ("a = b", "Assign($a, Call(b))"),
        ("a = *b", "Assign($a, Array([Splat(Call(b))]))"),
        ("a = 1, 2", "Assign($a, Array([1, 2]))"),
        ("a.b = 1", "Assign(Call(b, Call(a)), 1)"),
        ("a[1] = 2", "Assign(Call([], Call(a), [1]), 2)"),
        ("A = 1", "Assign(A, 1)"),
        ("@a ||= 1", "Assign($@a, 1, ||)"),
        ("a.b += 1", "Assign(Call(b, Call(a)), 1, +)"),
        ("a, (b, *c), d.e = f", "MultipleAssign([$a, Array([$b, Splat($c)]), Call(e, Call(d))], Call(f))"),
        ("a = b = 1", "Assign($a, Assign($b, 1))"),
    ],
)
def test_variables_constants_and_assignments(code: str, expected: str) -> None:
    assert told(lowered(code)) == expected


def test_a_variable_is_known_in_its_own_value() -> None:
    assert told(lowered("a = a")) == "Assign($a, $a)"


def test_variables_of_several_targets_are_known_afterwards() -> None:
    assert told(last("a, (b, *c) = d\nx(a, b, c)")) == "Call(x, [$a, $b, $c])"
