"""Queries and assignments in code."""

from __future__ import annotations

import pytest

from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.schema.finders import assigned_attributes, finders_in


def found(code: str) -> list[tuple[str, tuple[str, ...], str]]:
    lowered = {"a.rb": lower(code.encode(), FileKind.RUBY)}
    return [(each.model, each.columns, each.order) for each in finders_in(lowered, {"User", "Shop::Item"}.__contains__)]


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("User.find_by(a: 1, b: 2)", ("User", ("a", "b"), "")),
        ("::User.where(a: 1).limit(5).order(b: :desc)", ("User", ("a",), "b")),
        ("class User\n  scope :x, -> { where(a: 1) }\nend", ("User", ("a",), "")),
        ("class User\n  def self.x\n    find_by(a: 1)\n  end\nend", ("User", ("a",), "")),
        ("module Shop\n  class B\n    def x = Item.find_by_a_and_b(1, 2)\n  end\nend", ("Shop::Item", ("a", "b"), "")),
    ],
)
def test_the_model_and_its_columns(code: str, query: tuple[str, tuple[str, ...], str]) -> None:
    assert found(code) == [query]


@pytest.mark.parametrize(
    "code",
    ["class User\n  def x\n    where(a: 1)\n  end\nend", "User.x.where(a: 1)", "x.where(a: 1)", "User.where(**x)"],
)
def test_what_can_not_be_told_is_no_query(code: str) -> None:
    assert found(code) == []


def test_attributes_that_code_fills() -> None:
    code = "self.a = 1\nself[:b] = 2\nwrite_attribute(:c, 3)\nassign_attributes(d: 4)\nother.e = 5"
    assert {"a", "b", "c", "d"} <= assigned_attributes(lower(code.encode(), FileKind.RUBY))
    assert "e" not in assigned_attributes(lower(code.encode(), FileKind.RUBY))
