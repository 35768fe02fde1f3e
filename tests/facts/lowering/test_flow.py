from __future__ import annotations

import pytest

from tests.facts.lowering.told import last, lowered, told


@pytest.mark.parametrize(
    "code", ["if a\n b\nelse\n c\nend", "unless a\n c\nelse\n b\nend", "a ? b : c", "if a then b else c end"]
)
def test_every_spelling_of_a_condition_is_one_form(code: str) -> None:
    assert told(lowered(code)) == "If(Call(a), Call(b), Call(c))"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("b if a", "If(Call(a), Call(b))"),
        ("b unless a", "If(Call(a), Call(b))"),
        ("if a\n1\nelsif b\n2\nelse\n3\nend", "If(Call(a), 1, If(Call(b), 2, 3))"),
        ("case a\nwhen 1, *b then 2\nelse 3\nend", "Case(Call(a), [Branch([1, Splat(Call(b))], 2)], 3)"),
        ("case\nwhen a then 2\nend", "Case([Branch([Call(a)], 2)])"),
        ("while a do b end", "Loop(Call(a), Call(b))"),
        ("b until a", "Loop(Call(a), Call(b))"),
        ("begin\n b\nend while a", "Loop(Call(a), Call(b))"),
        ("for a in b do a end", "Call(each, Call(b), Block([Parameter(a, required)], $a))"),
        ("a rescue b", "Begin(Call(a), [Rescue(Call(b))])"),
        ("return", "Jump(return)"),
        ("return 1", "Jump(return, 1)"),
        ("return 1, 2", "Jump(return, Array([1, 2]))"),
        ("next a: 1", "Jump(next, Hash([[:a, 1]]))"),
        ("(1; 2)", "1; 2"),
        ("BEGIN { a }", "Call(a)"),
    ],
)
def test_each_form_of_flow(code: str, expected: str) -> None:
    assert told(lowered(code)) == expected


def test_unless_has_its_branch_in_otherwise() -> None:
    negative = lowered("b unless a")

    assert negative.then is None  # type: ignore[union-attr]  # an If
    assert told(negative.otherwise) == "Call(b)"  # type: ignore[union-attr]


def test_a_guarded_body() -> None:
    code = """
        begin
          a
        rescue B, C => e
          e
        rescue
          d
        else
          f
        ensure
          g
        end
    """

    assert told(lowered(code)) == "Begin(Call(a), [Rescue([B, C], e, $e), Rescue(Call(d))], Call(f), Call(g))"


@pytest.mark.parametrize("opening", ["def x", "x do", "class X", "module X", "x = -> do"])
def test_bodies_can_be_guarded_themselves(opening: str) -> None:
    assert "Begin(Call(a), [Rescue(Call(b))])" in told(lowered(f"{opening}\n a\nrescue\n b\nend"))


def test_a_variable_of_a_for_loop_lives_on() -> None:
    assert told(last("for a, b in c do end\nx(a, b)")) == "Call(x, [$a, $b])"


def test_a_condition_that_is_still_being_written() -> None:
    assert "missing" in told(last("x = 1\nif\nend")) or "Other" in told(last("x = 1\nif\nend"))
