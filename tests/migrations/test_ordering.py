from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.landing import Ignoring, Landing, Landings
from dxscore.domain.migration import Migration
from dxscore.domain.model import Models
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.ordering import order_of_steps
from dxscore.program.index import build_program
from dxscore.program.inflections import default_inflections
from dxscore.program.models import build_models
from tests.migrations.programs import PATH, changing

_USER = "app/models/user.rb"
_OLD, _NEW = Landing(5, "a" * 40, "2026-01-01"), Landing(2, "b" * 40, "2026-02-01")


def _models() -> Models:
    program = build_program({_USER: lower(b"class User < ActiveRecord::Base\nend\n", FileKind.RUBY)})
    return build_models(program, default_inflections())


def _steps(migrations: list[Migration], landings: Landings) -> list[tuple[object, object, object]]:
    found = order_of_steps(migrations, landings, _models())
    return [(each.attributes["step"], each.attributes["together"], each.attributes["releases"]) for _, each in found]


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [(_OLD, [("drop", False, 3)]), (_NEW, [("drop", True, 0)]), (Landing(1, "c", ""), [])],
)
def test_a_column_is_ignored_before_it_goes(ignored: Landing, expected: list[tuple[object, object, object]]) -> None:
    landings = Landings({PATH: _NEW}, (Ignoring(ignored, _USER, ("self.ignored_columns += %w[age]",)),))
    assert _steps([changing("remove_column :users, :age, :integer")], landings) == expected


def test_columns_of_other_models_are_others() -> None:
    landings = Landings({PATH: _NEW}, (Ignoring(_NEW, "app/models/order.rb", ("self.ignored_columns = [:age]",)),))
    assert _steps([changing("remove_column :users, :age, :integer")], landings) == []


@pytest.mark.parametrize(
    ("adds", "validates"),
    [
        ("add_foreign_key :orders, :users, validate: false", "validate_foreign_key :orders, :users"),
        ("add_reference :orders, :user, foreign_key: {validate: false}", "validate_foreign_key :orders, :users"),
        (
            'add_check_constraint :orders, "price > 0", name: "p", validate: false',
            'validate_check_constraint :orders, name: "p"',
        ),
    ],
)
@pytest.mark.parametrize(("first", "together"), [(_OLD, False), (_NEW, True)])
def test_a_constraint_is_validated_a_release_later(adds: str, validates: str, first: Landing, together: bool) -> None:
    one, other = replace(changing(adds), path="db/migrate/1_a.rb"), changing(validates)
    steps = _steps([one, other], Landings({one.path: first, PATH: _NEW}))
    assert [(step, both) for step, both, _ in steps] == [("validate", together)]


def test_what_has_not_landed_has_no_order() -> None:
    assert _steps([changing("remove_column :users, :age, :integer")], Landings()) == []
