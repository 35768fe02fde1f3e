from __future__ import annotations

from collections.abc import Mapping

import pytest

from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.large_dependents import large_dependents
from dxscore.program.index import build_program
from dxscore.program.inflections import default_inflections
from dxscore.program.models import build_models


def _found(macro: str, children: str, sizes: Mapping[str, int]) -> list[tuple[object, object]]:
    code = f"class Base < ActiveRecord::Base\n  self.abstract_class = true\nend\nclass Account < Base\n  {macro}\nend\n"
    program = build_program({"a.rb": lower((code + children).encode(), FileKind.RUBY)})
    found = large_dependents(build_models(program, default_inflections()), sizes, 1000)
    return [(entity.attributes["table"], entity.attributes["rows"]) for _, entity in found]


_ORDER = "class Order < Base\nend\n"
_EVENT = "class LoginEvent < Base\nend\n"


@pytest.mark.parametrize(
    ("macro", "sizes", "expected"),
    [
        ("has_many :orders, dependent: :destroy", {"orders": 1000}, [("orders", 1000)]),
        ("has_many :orders, dependent: :destroy", {"orders": 999}, []),
        ("has_many :orders, dependent: :destroy", {}, []),
        ("has_many :orders, dependent: :delete_all", {"orders": 5000}, []),
        ("has_one :order, dependent: :destroy", {"orders": 5000}, []),
        ("has_many :login_events, dependent: :destroy", {}, [("login_events", None)]),
        ("has_many :login_events, dependent: :destroy", {"login_events": 3}, []),
    ],
)
def test_said_or_guessed(macro: str, sizes: Mapping[str, int], expected: list[tuple[object, object]]) -> None:
    assert _found(macro, _ORDER + _EVENT, sizes) == expected
