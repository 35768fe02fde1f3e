from __future__ import annotations

from dxscore.domain.schema import Table
from tests.migrations.programs import schema

_USERS = """
create_table :users do |t|
  t.string :email, limit: 100
  t.integer :age, default: 3
  t.references :team
  t.timestamps
end
"""


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_a_table_with_all_that_rails_adds() -> None:
    users = schema(_USERS).tables["users"]
    assert _columns(users) == ["id", "email", "age", "team_id", "created_at", "updated_at"]
    assert [index.columns for index in users.indexes] == [("team_id",)]
    assert users.primary_key == ("id",)


def test_columns_come_change_and_go() -> None:
    users = schema(
        _USERS
        + """
        add_column :users, :country, :string, null: false, default: "NL"
        rename_column :users, :team_id, :group_id
        change_column :users, :email, :text
        change_column_default :users, :age, from: 3, to: nil
        change_column_null :users, :age, false
        remove_timestamps :users
        """
    ).tables["users"]
    assert _columns(users) == ["id", "email", "age", "group_id", "country"]
    age, email = users.column("age"), users.column("email")
    assert age
    assert (age.null, age.default) == (False, None)
    assert email
    assert (email.type, email.limit) == ("text", None)
    assert users.indexes[0].name == "index_users_on_group_id"


def test_a_dropped_column_takes_its_indexes_and_constraints_along() -> None:
    users = schema(
        _USERS
        + """
        add_index :users, %i[email age]
        add_check_constraint :users, "age > 0", name: "adult"
        add_foreign_key :users, :teams
        remove_column :users, :age
        remove_reference :users, :team
        """
    ).tables["users"]
    assert (users.indexes, users.checks, users.foreign_keys) == ((), (), ())


def test_mysql_keeps_an_index_on_the_columns_that_are_left() -> None:
    users = schema(_USERS + "add_index :users, %i[email age]\nremove_column :users, :age", "mysql").tables["users"]
    assert ("email",) in [index.columns for index in users.indexes]


def test_constraints_are_validated_later() -> None:
    made = schema(
        _USERS
        + """
        add_foreign_key :users, :teams, validate: false
        add_check_constraint :users, "age > 0", name: "adult", validate: false
        """
    ).tables["users"]
    assert (made.foreign_keys[0].validated, made.checks[0].validated) == (False, False)
    later = schema(
        _USERS
        + """
        add_foreign_key :users, :teams, validate: false
        add_check_constraint :users, "age > 0", name: "adult", validate: false
        validate_foreign_key :users, :teams
        validate_check_constraint :users, name: "adult"
        """
    ).tables["users"]
    assert (later.foreign_keys[0].validated, later.checks[0].validated) == (True, True)


def test_a_renamed_table_is_referred_to_by_its_new_name() -> None:
    made = schema(_USERS + "create_table :teams\nadd_foreign_key :users, :teams\nrename_table :teams, :groups")
    assert made.tables["users"].foreign_keys[0].to_table == "groups"
    assert sorted(made.tables) == ["groups", "users"]


def test_sql_says_the_same() -> None:
    made = schema(
        _USERS
        + """
        execute "ALTER TABLE users ADD COLUMN a bigint, DROP COLUMN age"
        execute "CREATE INDEX by_a ON users (a)"
        execute "DROP INDEX index_users_on_team_id"
        """
    ).tables["users"]
    assert "a" in _columns(made)
    assert "age" not in _columns(made)
    assert [index.name for index in made.indexes] == ["by_a"]


def test_join_tables_enums_views_and_extensions() -> None:
    made = schema(
        """
        create_join_table :users, :teams
        create_enum :mood, %w[sad happy]
        add_enum_value :mood, "fine"
        create_view :active_users
        enable_extension "citext"
        """
    )
    assert _columns(made.tables["teams_users"]) == ["team_id", "user_id"] or _columns(made.tables["teams_users"]) == [
        "user_id",
        "team_id",
    ]
    assert made.enums["mood"].values == ("sad", "happy", "fine")
    assert (list(made.views), made.extensions) == (["active_users"], ("citext",))


def test_a_table_that_nobody_knows_is_passed_over() -> None:
    assert schema("add_column :ghosts, :a, :string\nrename_table :ghosts, :spirits").tables == {}
