from __future__ import annotations

import pytest

from dxscore.domain.ruby import Expression
from dxscore.facts.lowering import lower
from dxscore.program.routing.values import UNKNOWN, App, Value, evaluate


def _expression(code: str) -> Expression:
    return lower(code.encode()).body.items[-1]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("nil", None),
        ('"a#{:b}c"', "abc"),
        ('"a/#{unknown}"', "a/*"),
        ("[1, *[2, 3]]", [1, 2, 3]),
        ("[1, *others]", UNKNOWN),
        ("{a: 1, **{b: 2}}", {"a": 1, "b": 2}),
        ("[1, 2] - [2]", [1]),
        ("{a: 1}.merge(b: 2)", {"a": 1, "b": 2}),
        ("{a: 1}.keys", ["a"]),
        ("{a: 1}[:a]", 1),
        (":a.to_s.upcase", "A"),
        ("Sidekiq::Web", App("Sidekiq::Web")),
        ("Cable.server", App("Cable")),
        ("true ? 1 : 2", 1),
        ("x ? 1 : 2", UNKNOWN),
        ("!nil", True),
        ("/a/", UNKNOWN),
    ],
)
def test_values_that_are_written_out(code: str, value: Value) -> None:
    assert evaluate(_expression(code), {}) == value
