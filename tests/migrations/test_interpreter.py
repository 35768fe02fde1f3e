from __future__ import annotations

import pytest

from dxscore.domain.migration import Code
from dxscore.domain.ruby_values import UNKNOWN
from tests.migrations.programs import changing, names, reading, up


def test_a_loop_over_literals_runs_item_by_item() -> None:
    found = up("%i[users teams].each { |table| add_column table, :seen_at, :datetime }")
    assert [(each.table, each.columns, each.type) for each in found] == [
        ("users", ("seen_at",), "datetime"),
        ("teams", ("seen_at",), "datetime"),
    ]


def test_a_loop_over_a_hash_and_over_a_constant() -> None:
    migration = reading(
        """
        class Example < ActiveRecord::Migration[8.0]
          COLUMNS = {users: %i[a b], teams: [:c]}.freeze

          def change
            COLUMNS.each do |table, columns|
              columns.each { |column| add_column table, "old_#{column}", :string, limit: 2 * 10 }
            end
          end
        end
        """
    )
    assert [(each.table, each.columns, each.options["limit"]) for each in migration.ways.up] == [
        ("users", ("old_a",), 20),
        ("users", ("old_b",), 20),
        ("teams", ("old_c",), 20),
    ]


def test_a_loop_over_what_is_unknown_runs_once_and_says_that_it_may_not() -> None:
    (found,) = up("tables_of_today.each { |table| add_index table, :name }")
    assert (found.table, found.around.guarded, found.around.looped) == ("?", True, True)


def test_helpers_are_followed_with_their_arguments() -> None:
    migration = reading(
        """
        class Example < ActiveRecord::Migration[8.0]
          def up
            widen :users, :name, limit: 500
          end

          private

          def widen(table, column, limit: 255)
            change_column table, column, :string, limit: limit
          end
        end
        """
    )
    (found,) = migration.ways.up
    assert (found.name, found.table, found.columns, found.options) == (
        "change_column",
        "users",
        ("name",),
        {"limit": 500},
    )


def test_a_helper_that_calls_itself_ends() -> None:
    migration = reading(
        """
        class Example < ActiveRecord::Migration[8.0]
          def up
            again
          end

          def again
            add_index :users, :name
            20.times { again }
          end
        end
        """
    )
    assert migration.ways.up[-1].name in ("unknown", "add_index")
    assert any(each.text == "more than can be followed" for each in migration.ways.up)


def test_both_sides_of_an_unknown_condition_are_followed() -> None:
    found = up(
        """
        if column_exists?(:users, :a)
          remove_column :users, :a
        else
          add_column :users, :b, :string
        end
        """
    )
    assert [(each.name, each.around.guarded) for each in found] == [("remove_column", True), ("add_column", True)]


def test_what_follows_a_return_that_may_come_is_guarded() -> None:
    (found,) = up("return if table_exists?(:tags)\ncreate_table :tags")
    assert found.around.guarded


def test_the_adapter_is_known() -> None:
    body = """
    if connection.adapter_name.downcase.start_with?("mysql")
      add_index :users, :a
    else
      add_index :users, :b
    end
    """
    assert up(body, "mysql")[0].columns == ("a",)
    assert up(body, "postgresql")[0].columns == ("b",)


def test_blocks_of_tables() -> None:
    (table,) = up(
        """
        create_table :users, id: :uuid do |t|
          t.string :a, :b, null: false
          t.references :team, foreign_key: {to_table: :groups}
          t.column :c, "citext"
          t.index %i[a b], unique: true
          t.timestamps
          t.string :d, index: true
        end
        """
    )
    assert names(table.parts) == [
        "add_column users",
        "add_column users",
        "add_reference users",
        "add_column users",
        "add_index users",
        "add_timestamps users",
        "add_column users",
        "add_index users",
    ]
    assert table.parts[3].type == "citext"
    assert table.parts[7].columns == ("d",)


def test_change_table_is_taken_apart() -> None:
    found = up(
        """
        change_table :users, bulk: true do |t|
          t.remove :a, :b, type: :string
          t.rename :c, :d
          t.change :e, :text
          t.change_null :f, false
          t.remove_references :team
          t.geography_point :place
        end
        """
    )
    assert [each.name for each in found] == [
        "remove_columns",
        "rename_column",
        "change_column",
        "change_column_null",
        "remove_reference",
        "unknown",
    ]
    assert all(each.around.bulk and each.table == "users" for each in found)


def test_what_is_vouched_for() -> None:
    found = up("safety_assured { remove_column :users, :a }\nunsafe_add_index :users, :b\nadd_index :users, :c")
    assert [each.around.assured for each in found] == [True, True, False]


def test_transactions() -> None:
    migration = reading(
        """
        class Example < ActiveRecord::Migration[8.0]
          disable_ddl_transaction!

          def up
            add_index :users, :a
            transaction { add_index :users, :b }
          end
        end
        """
    )
    assert [each.around.transaction for each in migration.ways.up] == [False, True]
    assert not migration.transaction


def test_defaults_that_are_code() -> None:
    (found,) = up('add_column :users, :a, :uuid, default: -> { "gen_random_uuid()" }')
    assert found.options["default"] == Code("gen_random_uuid()")


def test_options_that_are_not_known() -> None:
    (found,) = up("add_index :users, :a, **options_of_today")
    assert found.options["**"] is UNKNOWN


@pytest.mark.parametrize("call", ["reorganise :users", "Reorganiser.run!", "Reorganiser.new.call"])
def test_what_is_not_understood_is_said(call: str) -> None:
    assert [each.name for each in up(call)] == ["unknown"]


@pytest.mark.parametrize("call", ["say 'hello'", "puts 1", "User.reset_column_information", "table_exists?(:a)"])
def test_what_changes_nothing_is_passed_over(call: str) -> None:
    assert up(call) == ()


def test_several_tables_in_one_drop() -> None:
    assert names(up("drop_table :a, :b, if_exists: true")) == ["drop_table a", "drop_table b"]


def test_join_tables_have_the_name_that_rails_gives_them() -> None:
    assert names(up("create_join_table :music_artists, :music_records")) == ["create_table music_artists_records"]


def test_concurrent_helpers_of_other_gems() -> None:
    (found,) = up("safe_add_concurrent_index :users, :name")
    assert (found.name, found.options["algorithm"]) == ("add_index", "concurrently")


def test_a_text_that_doubles_for_ever_is_given_up() -> None:
    (found,) = up('name = "a"\n200.times { name = name + name }\nadd_index :users, name')
    assert found.columns == ("?",)


def test_reversible_runs_one_side() -> None:
    migration = changing(
        """
        reversible do |dir|
          dir.up { add_index :users, :a }
          dir.down { add_index :users, :b }
        end
        """
    )
    assert [each.columns for each in migration.ways.up] == [("a",)]
    assert [(each.name, each.columns) for each in migration.ways.down] == [("add_index", ("b",))]
