from __future__ import annotations

import pytest

from dxscore.domain.ruby_values import UNKNOWN, Value
from dxscore.program.modelling.constant_values import constant_value
from tests.facts.lowering.told import lowered
from tests.program.programs import program_of


def value(code: str, constants: str = "") -> Value:
    return constant_value(program_of(constants), lowered(code), ())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A", ("a", "b")),
        ("A + %w[c]", ("a", "b", "c")),
        ("[*A, 'c']", ("a", "b", "c")),
        ("A.map(&:to_sym)", ("a", "b")),
        ("H.keys", ("x",)),
        ("H.values", (1,)),
        ("H.merge(y: 2).keys.freeze", ("x", "y")),
        ("A.zip([1, 2]).to_h", {"a": 1, "b": 2}),
        ("Outer::Inner.name", "Outer::Inner"),
        ("S.to_sym", "s"),
    ],
)
def test_what_is_written_out(code: str, expected: Value) -> None:
    assert value(code, "A = %w[a b].freeze\nH = {x: 1}\nS = 's'\nclass Outer\n class Inner; end\nend") == expected


@pytest.mark.parametrize(
    "code", ["A.sort_by { x }", "A.zip(B)", "A.map { |x| x * 2 }", "B", "x", "A.to_h", "H.transform"]
)
def test_what_is_worked_out(code: str) -> None:
    assert value(code, "A = %w[a b]\nH = {x: 1}") is UNKNOWN


def test_constants_in_a_circle() -> None:
    assert value("A", "A = [B].flatten\nB = A.freeze") is UNKNOWN
