from __future__ import annotations

import pytest

from dxscore.domain import ruby
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.rollback.expressions import calls, root, same, text_with_holes


def _body(code: str) -> ruby.Sequence:
    return lower(code.encode(), FileKind.RUBY).body


def test_calls_know_the_class_around_them() -> None:
    code = "a\nmodule Shop\n  class Order\n    def b\n      c\n    end\n  end\nend\n"
    assert [(call.name, around) for call, around in calls(_body(code))] == [("a", ""), ("c", "Shop::Order")]


def test_what_a_chain_starts_with() -> None:
    (call,) = _body("User.where(a: 1).order(:b)").items
    start = root(call)
    assert isinstance(start, ruby.Const)
    assert start.name == "User"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("foo(1)", "\n\nfoo(\n  1\n)", True), ("foo(1)", "foo(2)", False), ("-> { a }", "\n-> do\n a\nend", True)],
)
def test_the_same_wherever_it_stands(one: str, other: str, expected: bool) -> None:
    assert same(_body(one).items, _body(other).items) is expected


@pytest.mark.parametrize(
    ("code", "text"),
    [('"a/#{b}/c"', "a/?/c"), (":a", "a"), ('["a", b, :c]', "a/?/c"), ("[b]", ""), ("a + b", ""), ("/a/", "")],
)
def test_texts_with_holes(code: str, text: str) -> None:
    assert text_with_holes(_body(code).items[0]) == text
