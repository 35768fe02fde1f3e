from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.facts import Entity
from dxscore.domain.schema import Schema
from dxscore.migrations.entities import Judged, steps, whole
from dxscore.migrations.target import TableUse, Target
from tests.migrations.programs import PATH, changing, reading, schema

_BEFORE = schema("create_table :users do |t|\n t.string :email\n t.index :email\nend\ncreate_table :teams")


def _steps(body: str, target: Target | None = None, before: Schema = _BEFORE) -> list[Entity]:
    migration = changing(body)
    judged = Judged([migration], {PATH: before}, target or Target("postgresql"))
    return [entity for _, entity in steps(judged, all_directions=True)]


def _first(body: str, target: Target | None = None) -> dict[str, object]:
    return dict(_steps(body, target)[0].attributes)


def test_an_existing_table_is_exposed_and_a_new_one_is_not() -> None:
    found = _steps("add_index :users, :email\ncreate_table :tags\nadd_index :tags, :id")
    up = [each.attributes["exposed"] for each in found if each.attributes["direction"] == "up"]
    assert up == [True, False, False]


def test_a_small_table_and_a_gem_that_helps_expose_nothing() -> None:
    assert not _first("add_index :users, :email", Target("postgresql", small_tables=frozenset({"users"})))["exposed"]
    assert not _first("add_index :users, :email", Target("postgresql", rewritten=frozenset({"add_index"})))["exposed"]


def test_locks_are_kept_for_the_rest_of_the_transaction() -> None:
    found = _steps("add_column :teams, :a, :string\nvalidate_foreign_key :users, :teams")
    assert found[1].attributes["locks_held"] == 1
    assert found[1].attributes["in_transaction"] is True


def test_going_down_takes_back_what_going_up_makes() -> None:
    down = [each for each in _steps("add_column :users, :a, :string") if each.attributes["direction"] == "down"]
    assert [(each.attributes["operation"], each.attributes["undoes"]) for each in down] == [("remove_column", True)]


def test_columns_that_every_model_ignores() -> None:
    uses = {"users": TableUse(("User",), frozenset({"email"}))}
    assert _first("remove_column :users, :email", Target("postgresql", uses=uses))["ignored"] is True
    assert _first("remove_columns :users, :email, :a", Target("postgresql", uses=uses))["ignored"] is False
    assert _first("remove_column :users, :email")["ignored"] is False


def test_an_index_that_another_one_serves() -> None:
    assert _first("add_index :users, :email, name: :again")["covered_by"] == "index_users_on_email"
    assert _first("add_index :users, :email, where: 'a', name: :again")["covered_by"] == ""


def test_an_index_is_missing_between_removal_and_replacement() -> None:
    found = _steps("remove_index :users, :email\nadd_index :users, %i[email id]")
    assert [each.attributes["leaves_gap"] for each in found[:2]] == [False, True]


def test_the_type_of_a_key_is_held_against_what_it_refers_to() -> None:
    assert _first("add_column :users, :team_id, :integer")["foreign_type"] == "teams.id is bigint"
    assert _first("add_column :users, :team_id, :bigint")["foreign_type"] == ""


def test_a_scan_hears_of_derived_statements_only_what_is_news() -> None:
    migration = changing("add_index :users, :email\nremove_column :users, :email")
    judged = Judged([migration], {PATH: _BEFORE}, Target("postgresql"))
    found = [entity.attributes for _, entity in steps(judged, all_directions=False)]
    assert [(each["direction"], each["operation"]) for each in found] == [
        ("up", "add_index"),
        ("up", "remove_column"),
        ("down", "irreversible"),
    ]


def test_two_migrations_of_one_version() -> None:
    one = changing("create_table :a")
    other = replace(one, path="db/migrate/20260101000000_other.rb")
    found = [entity.attributes["duplicate_of"] for _, entity in whole(Judged([one, other], {}, Target()))]
    assert found == [other.path, one.path]


def test_an_empty_way_back_is_none() -> None:
    code = "class Example < ActiveRecord::Migration[8.0]\n def up\n {up}\n end\n def down\n end\nend"
    for body, can in (("add_column :a, :b, :string", False), ("User.in_batches.update_all(a: 1)", True)):
        migration = reading(code.replace("{up}", body))
        ((_, entity),) = whole(Judged([migration], {}, Target()))
        assert entity.attributes["has_down"] is can
