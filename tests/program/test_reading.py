from __future__ import annotations

import pytest

from dxscore.domain.ruby import Call, Literal
from dxscore.program.reading import arguments_bound, filled_in, unrolled
from tests.facts.lowering.told import last, lowered, told


def filled(code: str, **known: str) -> str:
    names = "".join(f"{name} = 0\n" for name in known)
    return told(filled_in(last(names + code), {name: lowered(value) for name, value in known.items()}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x a", "Call(x, [:b])"),
        ('x "#{a}_id"', "Call(x, ['b_id'])"),
        ('x :"#{a}_id"', "Call(x, [:b_id])"),
        ('x "#{a}#{c}"', "Call(x, [Text(string, [:b, Call(c)])])"),
        ("x a.to_s", "Call(x, ['b'])"),
        ("x { a }", "Call(x, Block(:b))"),
        ("x { |a| a }", "Call(x, Block([Parameter(a, required)], $a))"),
        ("x c: a", "Call(x, [[:c, :b]])"),
    ],
)
def test_variables_are_replaced(code: str, expected: str) -> None:
    assert filled(code, a=":b") == expected


def test_lists_and_hashes_are_spread() -> None:
    assert filled("x(*a, 1)", a="[2, 3]") == "Call(x, [2, 3, 1])"
    assert filled("x(**a, c: 1)", a="{b: 2}") == "Call(x, [[:b, 2], [:c, 1]])"
    assert filled("x a[:b], a[:c]", a="{b: 2}") == "Call(x, [2, None])"
    assert filled("x a.merge(b: 3, c: 4)", a="{b: 2}") == "Call(x, [Call(merge, Hash([[:b, 2]]), [[:b, 3], [:c, 4]])])"
    assert filled("x a.merge(d)", a="{b: 2}", d="{b: 3}") == "Call(x, [Hash([[:b, 3]])])"


def test_what_holds_no_variable_stays_the_same_object() -> None:
    call = lowered("x 1, a: [B, {c: 2}] { d }")

    assert filled_in(call, {"z": Literal(1, 1)}) is call


def test_only_loops_over_what_is_written_are_unrolled() -> None:
    assert unrolled(_call("a.each { |b| b }")) is None
    assert unrolled(_call("[1, *a].each { |b| b }")) is None
    assert unrolled(_call("[1].map { |b| b }")) is None
    assert unrolled(_call(f"[{'1,' * 300}].each {{ |b| b }}")) is None
    assert unrolled(_call("[].each { |b| b }")) is not None


def test_loops_with_an_index() -> None:
    turns = unrolled(_call("%w[a b].each_with_index { |name, index| x name, index }"))

    assert turns is not None
    assert [told(turn) for turn in turns] == ["[Call(x, ['a', 0])]", "[Call(x, ['b', 1])]"]


def test_arguments_of_a_call() -> None:
    method = lowered("def m(a, b = 1, *c, d: 2, e: 3, **f); end")

    bound = arguments_bound(method.parameters, _call("m(:x, d: 5, g: 6)"))  # type: ignore[union-attr]  # a Def

    assert {name: told(value) for name, value in bound.items()} == {
        "a": ":x", "b": "1", "c": "Array()", "d": "5", "e": "3", "f": "Hash([[:g, 6]])"
    }  # fmt: skip


def test_keywords_are_options_of_a_method_that_takes_a_hash() -> None:
    method = lowered("def m(a, options = {}); end")

    bound = arguments_bound(method.parameters, _call("m(:x, b: 1)"))  # type: ignore[union-attr]

    assert told(bound["options"]) == "Hash([[:b, 1]])"


def _call(code: str) -> Call:
    call = lowered(code)
    assert isinstance(call, Call)
    return call
