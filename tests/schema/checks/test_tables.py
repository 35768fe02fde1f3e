"""Tables and models as wholes."""

from __future__ import annotations

import pytest

from tests.schema.projects import audit_of, gaps, subjects

USERS = 'create_table "users" do |t|\nt.timestamps\nend\n'


def test_rows_want_a_key() -> None:
    body = 'create_table "logs", id: false do |t|\nend\ncreate_table "pairs", primary_key: ["a", "b"] do |t|\nend'
    assert subjects("table-without-primary-key", body) == [("logs", ())]


@pytest.mark.parametrize(
    ("key", "adapter", "short"),
    [
        ("integer", "postgresql", True),
        ("integer", "sqlite3", False),
        ("bigint", "mysql2", False),
        ("uuid", "postgresql", False),
    ],
)
def test_short_keys_run_out(key: str, adapter: str, short: bool) -> None:
    assert bool(gaps("short-primary-key", f'create_table "a", id: :{key} do |t|\nend', adapter)) is short


def test_booleans_have_two_states() -> None:
    body = 'create_table "users" do |t|\nt.boolean "a"\nt.boolean "b", null: false\nend'
    assert subjects("three-state-boolean", body, User="") == [("users", ("a",))]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("validates :a, presence: true", True),
        ("validates :a, inclusion: [true, false]", False),
        ("validates :a, presence: true, if: :b?", False),
    ],
)
def test_presence_refuses_false(code: str, wrong: bool) -> None:
    body = 'create_table "users" do |t|\nt.boolean "a", null: false\nend'
    assert bool(gaps("boolean-presence", body, User=code)) is wrong


def test_a_model_wants_a_table_or_a_view() -> None:
    body = f'{USERS}create_view "totals", sql_definition: "SELECT 1"'
    models = {"User": "", "Total": "", "Ghost": "", "Base": "self.abstract_class = true"}
    assert [gap.model for gap in gaps("undefined-table", body, **models)] == ["Ghost"]


def test_nothing_is_said_of_tables_that_may_stand_in_an_unread_place() -> None:
    assert not gaps("undefined-table", f"{USERS}create_table name do |t|\nend", Ghost="")


def test_models_of_migrations_and_tests_are_not_the_application() -> None:
    code = "class AddX < ActiveRecord::Migration[8.0]\n  class Ghost < ActiveRecord::Base\n  end\nend\n"
    files = {
        "db/schema.rb": f"ActiveRecord::Schema[8.0].define(version: 1) do\n{USERS}end\n",
        "db/migrate/1_add_x.rb": code,
    }
    assert not [gap for gap in audit_of(files).audit.gaps if gap.problem == "undefined-table"]


@pytest.mark.parametrize(
    "name", ["active_storage_blobs", "schema_migrations", "user_translations", "oauth_applications"]
)
def test_tables_of_rails_and_gems_are_no_orphans(name: str) -> None:
    assert subjects("orphaned-table", f'create_table "{name}" do |t|\nend\ncreate_table "old" do |t|\nend') == [
        ("old", ())
    ]


def test_a_view_wants_to_be_told_its_key() -> None:
    body = f'{USERS}create_view "totals", sql_definition: "SELECT 1"'
    assert [gap.model for gap in gaps("view-without-primary-key", body, Total="")] == ["Total"]
    assert not gaps("view-without-primary-key", body, Total="self.primary_key = :id")


def test_a_uuid_wants_another_order() -> None:
    body = 'create_table "users", id: :uuid do |t|\nend'
    assert gaps("implicit-ordering", body, User="")
    assert not gaps("implicit-ordering", body, User='self.implicit_order_column = "created_at"')
    base = 'self.abstract_class = true\nself.implicit_order_column = "created_at"'
    assert not gaps(
        "implicit-ordering", body, ApplicationRecord=f"ApplicationRecord < ActiveRecord::Base\n{base}", User=""
    )


def test_an_ignored_column_that_is_gone_is_told() -> None:
    body = 'create_table "users" do |t|\nt.string "a"\nend'
    assert subjects("unused-ignored-column", body, User="self.ignored_columns = %w[a b]") == [("users", ("b",))]


def test_an_association_wants_its_class() -> None:
    assert [gap.name for gap in gaps("missing-association-class", USERS, User="has_many :ghosts\nhas_many :users")] == [
        "ghosts"
    ]
