from __future__ import annotations

from dxscore.copying import replace
from dxscore.migrations.drift import drift
from dxscore.migrations.history import schemas_before
from tests.migrations.programs import PATH, changing, committed, reading

_AFTER = """
create_table "users", force: :cascade do |t|
  t.text "email"
  t.string "country"
end
"""


def test_a_migration_that_the_schema_lacks_meets_the_schema() -> None:
    migration = changing("add_column :users, :age, :integer")
    before = schemas_before([migration], committed("2025_01_01_000000", _AFTER))[PATH]
    assert before.tables["users"].column("country")


def test_a_migration_that_the_schema_contains_is_taken_back() -> None:
    migration = changing(
        "add_column :users, :country, :string\nremove_column :users, :age, :integer\ncreate_table :tags"
    )
    before = schemas_before([migration], committed("2026_01_01_000000", _AFTER + 'create_table "tags"\n'))[PATH]
    users = before.tables["users"]
    assert users.column("country") is None
    assert (age := users.column("age"))
    assert age.type == "integer"
    assert "tags" not in before.tables


def test_a_lost_type_is_unknown_unless_down_tells_it() -> None:
    lost = changing("change_column :users, :email, :text")
    schema = committed("2026_01_01_000000", _AFTER)
    column = schemas_before([lost], schema)[PATH].tables["users"].column("email")
    assert column
    assert column.type == ""
    told = reading(
        "class Example < ActiveRecord::Migration[8.0]\n def up\n change_column :users, :email, :text\n end\n"
        " def down\n change_column :users, :email, :string, limit: 20\n end\nend"
    )
    column = schemas_before([told], schema)[PATH].tables["users"].column("email")
    assert column
    assert (column.type, column.limit) == ("string", 20)


def test_a_pending_migration_meets_the_schema_whatever_its_version() -> None:
    migration = replace(changing("add_column :users, :country, :string"), version="20200101000000")
    schema = committed("2026_01_01_000000", _AFTER)
    assert schemas_before([migration], schema, {PATH})[PATH].tables["users"].column("country")


def test_later_migrations_meet_what_earlier_ones_made() -> None:
    first = changing("create_table :tags do |t|\n t.string :name\nend")
    second = replace(
        changing("add_index :tags, :name"), path="db/migrate/20260102000000_b.rb", version="20260102000000"
    )
    before = schemas_before([first, second], committed("2025_01_01_000000", _AFTER))
    assert before[second.path].tables["tags"].column("name")


def test_drift_is_what_the_schema_says_otherwise() -> None:
    schema = committed("2026_01_01_000000", _AFTER)
    assert (
        drift([changing("add_column :users, :age, :integer")], schema)[PATH] == "users.age is missing from the schema"
    )
    gone = drift([changing("remove_column :users, :country, :string")], schema)[PATH]
    assert gone == "users.country is still in the schema"
    assert drift([changing("add_column :users, :country, :string")], schema)[PATH] == ""


def test_what_may_not_have_run_is_no_drift() -> None:
    schema = committed("2026_01_01_000000", _AFTER)
    guarded = changing("add_column :users, :age, :integer unless on_a_tuesday?")
    assert drift([guarded], schema)[PATH] == ""
