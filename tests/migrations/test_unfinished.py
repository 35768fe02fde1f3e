from __future__ import annotations

from datetime import date

from dxscore.copying import replace
from dxscore.domain.subject import Placed
from dxscore.migrations.unfinished import Unfinished, unfinished
from tests.migrations.programs import PATH, changing, committed

_AS_OF = date(2026, 2, 1)


def _found(schema: str, *migrations: str) -> list[Placed]:
    read = tuple(changing(each) for each in migrations)
    return list(unfinished(Unfinished({"primary": committed("2026_01_01_000000", schema)}, read, as_of=_AS_OF)))


def test_a_foreign_key_that_was_never_validated() -> None:
    schema = (
        'create_table "orders" do |t|\n  t.bigint "user_id"\nend\nadd_foreign_key "orders", "users", validate: false'
    )
    ((path, entity),) = _found(schema, "add_foreign_key :orders, :users, validate: false")
    assert (path, entity.line) == (PATH, 3)
    assert entity.attributes["since"] == "2026-01-01"
    assert entity.attributes["days"] == 31


def test_without_its_migration_the_schema_is_the_place_and_its_age_is_unknown() -> None:
    schema = (
        'create_table "orders" do |t|\n  t.bigint "user_id"\nend\nadd_foreign_key "orders", "users", validate: false'
    )
    ((path, entity),) = _found(schema)
    assert (path, entity.attributes["days"], entity.attributes["since"]) == ("db/schema.rb", None, "")


def test_a_reference_with_an_unvalidated_key() -> None:
    schema = (
        'create_table "orders" do |t|\n  t.bigint "user_id"\nend\nadd_foreign_key "orders", "users", validate: false'
    )
    ((path, _),) = _found(schema, "add_reference :orders, :user, foreign_key: {validate: false}")
    assert path == PATH


def test_columns_of_which_one_was_filled_from_the_other() -> None:
    schema = 'create_table "users" do |t|\n  t.string "name"\n  t.string "full_name"\nend'
    body = 'add_column :users, :full_name, :string\nexecute "UPDATE users SET full_name = users.name WHERE id > 1"'
    ((path, entity),) = _found(schema, body)
    assert (path, entity.line, entity.attributes["what"]) == (PATH, 4, "name and full_name")
    by_model = 'add_column :users, :full_name, :string\nUser.update_all("full_name = name")'
    assert len(_found(schema, by_model)) == 1


def test_filled_from_a_value_or_already_replaced() -> None:
    schema = 'create_table "users" do |t|\n  t.string "full_name"\n  t.string "other"\nend'
    body = 'add_column :users, :full_name, :string\nexecute "UPDATE users SET full_name = name"'
    assert _found(schema, body) == []
    assert (
        _found(schema, "add_column :users, :full_name, :string\nexecute \"UPDATE users SET full_name = 'other'\"") == []
    )


def test_a_version_that_is_no_day() -> None:
    schema = (
        'create_table "orders" do |t|\n  t.bigint "user_id"\nend\nadd_foreign_key "orders", "users", validate: false'
    )
    migration = replace(changing("add_foreign_key :orders, :users, validate: false"), version="42")
    about = Unfinished({"primary": committed("2026_01_01_000000", schema)}, (migration,), as_of=_AS_OF)
    ((_, entity),) = unfinished(about)
    assert entity.attributes["days"] is None
