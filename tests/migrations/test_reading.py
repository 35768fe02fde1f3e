from __future__ import annotations

import pytest

from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.reading import Library, read_migration
from tests.migrations.programs import PATH, changing, names, reading


@pytest.mark.parametrize(
    ("superclass", "rails"),
    [
        ("ActiveRecord::Migration[7.1]", "7.1"),
        ("ActiveRecord::Migration", "4.2"),
        ("::ActiveRecord::Migration['6.0']", "6.0"),
        ("Gitlab::Database::Migration[2.1]", "2.1"),
    ],
)
def test_the_version_of_rails(superclass: str, rails: str) -> None:
    assert reading(f"class Example < {superclass}\n def change\n end\nend").rails == rails


def test_file_and_class() -> None:
    migration = reading("module Billing\n class Example < ActiveRecord::Migration[7.0]\n end\nend")
    assert (migration.version, migration.name, migration.file_name) == ("20260101000000", "Example", "Example")


def test_a_file_without_a_migration_has_a_problem() -> None:
    assert reading("class Example\nend").problem == "holds no migration"


def test_up_without_down() -> None:
    ways = reading("class Example < ActiveRecord::Migration[7.0]\n def up\n drop_table :a\n end\nend").ways
    assert names(ways.up) == ["drop_table a"]
    assert not ways.has_down


def test_methods_of_old_rails() -> None:
    code = "class Example < ActiveRecord::Migration\n def self.up\n add_index :a, :b\n end\n def self.down\n end\nend"
    assert names(reading(code).ways.up) == ["add_index a"]


def test_statements_in_the_body_of_the_class_run_when_it_is_loaded() -> None:
    migration = reading("class Example < ActiveRecord::Migration[7.0]\n  add_index :users, :a\nend")
    assert names(migration.ways.up) == ["add_index users"]
    assert not migration.ways.has_down


def test_methods_and_settings_of_a_superclass() -> None:
    body = " disable_ddl_transaction!\n def index(t)\n add_index t, :a\n end\n"
    base = f"class Base < ActiveRecord::Migration[7.0]\n{body}end"
    own = "class Example < Base\n def up\n index :users\n end\nend"
    codes = {"lib/base.rb": lower(base.encode(), FileKind.RUBY), PATH: lower(own.encode(), FileKind.RUBY)}
    migration = read_migration(PATH, codes[PATH], "postgresql", Library.of(codes, lambda _name: None))
    assert names(migration.ways.up) == ["add_index users"]
    assert not migration.transaction


def test_another_migration_is_reverted() -> None:
    old = "class AddAge < ActiveRecord::Migration[7.0]\n def change\n add_column :users, :age, :integer\n end\nend"
    new = "class Example < ActiveRecord::Migration[7.0]\n def change\n revert AddAge\n end\nend"
    codes = {"db/migrate/1_add_age.rb": lower(old.encode(), FileKind.RUBY), PATH: lower(new.encode(), FileKind.RUBY)}
    ways = read_migration(PATH, codes[PATH], "postgresql", Library.of(codes, lambda _name: None)).ways
    assert [(each.name, each.line) for each in ways.up] == [("remove_column", 3)]
    assert names(ways.down) == ["add_column users"]


def test_down_is_the_inverse_of_change_in_reverse_order() -> None:
    ways = changing("create_table :tags\nadd_column :users, :a, :string\nrename_column :users, :b, :c").ways
    assert names(ways.down) == ["rename_column users", "remove_column users", "drop_table tags"]
    assert ways.down[0].columns == ("c",)
    assert all(each.around.derived for each in ways.down)


@pytest.mark.parametrize(
    "body",
    [
        "remove_column :users, :a",
        'execute "SELECT 1"',
        "change_column :users, :a, :text",
        "drop_table :users",
        "change_column_default :users, :a, 1",
        "remove_index :users, name: :x",
    ],
)
def test_what_rails_refuses_to_turn_round(body: str) -> None:
    assert [each.name for each in changing(body).ways.down] == ["irreversible"]


@pytest.mark.parametrize(
    ("body", "down"),
    [
        ("remove_column :users, :a, :string", "add_column"),
        ("change_column_default :users, :a, from: 1, to: 2", "change_column_default"),
        ("remove_index :users, :a", "add_index"),
        ("drop_table(:tags) { |t| t.string :a }", "create_table"),
        ("remove_foreign_key :users, :teams", "add_foreign_key"),
        ("add_check_constraint :users, 'a > 0', name: :b", "remove_check_constraint"),
    ],
)
def test_what_rails_turns_round(body: str, down: str) -> None:
    assert [each.name for each in changing(body).ways.down] == [down]


def test_sql_on_the_connection_of_a_class_is_not_recorded() -> None:
    ways = changing('ActiveRecord::Base.connection.update("UPDATE users SET a = 1")').ways
    assert names(ways.down) == ["update_all users"]


def test_what_selects_needs_no_way_back() -> None:
    ways = changing('ids = connection.select_values("SELECT id FROM users")').ways
    assert (ways.up, ways.down) == ((), ())


def test_rows_written_in_change_are_written_again_going_down() -> None:
    ways = changing("add_column :users, :a, :string\nUser.update_all(a: 1)").ways
    assert names(ways.down) == ["update_all users", "remove_column users"]
