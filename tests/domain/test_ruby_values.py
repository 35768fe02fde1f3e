"""Values that are written out."""

from __future__ import annotations

import pytest

from dxscore.domain.ruby import Call
from dxscore.domain.ruby_values import UNKNOWN, Value, options_of, value_of
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("-1", -1),
        (":a", "a"),
        ("%w[a b].freeze", ("a", "b")),
        ("{ a: 1, 'b' => [nil] }", {"a": 1, "b": (None,)}),
        ("64.kilobytes - 1", 65_535),
        ("2**10", 1024),
        ("'a' * 3", "aaa"),
        ("x", UNKNOWN),
        ("'a' + x", UNKNOWN),
        ("1 << 999", UNKNOWN),
        ("2**99999", UNKNOWN),
        ("[1, x]", (1, UNKNOWN)),
    ],
)
def test_literals_and_arithmetic_on_them_are_known(code: str, value: Value) -> None:
    assert value_of(lower(code.encode(), FileKind.RUBY).body.items[0]) == value


def test_options_may_stand_in_braces() -> None:
    (call,) = lower(b"t.string :a, { :limit => 5 }, null: false", FileKind.RUBY).body.items
    assert isinstance(call, Call)
    assert {name: value_of(each) for name, each in options_of(call).items()} == {"limit": 5, "null": False}
