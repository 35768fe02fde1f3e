from __future__ import annotations

import pytest

from tests.facts.lowering.told import last, lowered, told


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("1", "1"),
        ("String", "String"),
        ("1..", "Range(1)"),
        ("nil", "None"),
        ("a", "$a"),
        ("[a, 2, *b]", "Array([$a, 2, Splat($b)])"),
        ("[*, a, *]", "Array([Splat(), $a, Splat()])"),
        ("{a:, b: 1, **c}", "Hash([[:a, $a], [:b, 1], [None, $c]])"),
        ("{a: [b]}", "Hash([[:a, Array([$b])]])"),
        ("{a:, **nil}", "Hash([[:a, $a]])"),
        ("Integer => a", "Assign($a, Integer)"),
        ("1 | 2", "Other(alternative_pattern, [1, 2])"),
        ("Point(x:, y: 1)", "Other(hash_pattern, [Point, Hash([[:x, $x], [:y, 1]])])"),
        ("Point[a, b]", "Other(array_pattern, [Point, $a, $b])"),
        ("^x", "Call(x)"),
    ],
)
def test_each_pattern(pattern: str, expected: str) -> None:
    assert told(lowered(f"case v\nin {pattern}\n1\nend")) == f"Case(Call(v), [Branch([{expected}], 1)])"


def test_guards() -> None:
    assert told(lowered("case v\nin a if b\n1\nin c unless d\n2\nelse\n3\nend")) == (
        "Case(Call(v), [Branch([Logic(and, [$a, Call(b)])], 1), "
        "Branch([Logic(and, [$c, Logic(not, [Call(d)])])], 2)], 3)"
    )


def test_patterns_without_case() -> None:
    assert told(lowered("v => {a:}")) == "Case(Call(v), [Branch([Hash([[:a, $a]])], )])"
    assert told(lowered("v in [a]")) == "Case(Call(v), [Branch([Array([$a])], True)], False)"


def test_names_of_a_pattern_are_variables_afterwards() -> None:
    assert told(last("case v\nin {a:, b: [c, *d], e: Integer => f}\n1\nend\nx(a, c, d, f)")) == (
        "Call(x, [$a, $c, $d, $f])"
    )
