"""Uniqueness against unique indexes, constraints and keys."""

from __future__ import annotations

import pytest

from tests.schema.projects import gaps, subjects

UNIQUE = "validates :email, uniqueness: true"
CASELESS = "validates :email, uniqueness: { case_sensitive: false }"


def users(more: str = "", options: str = "", kind: str = "string") -> str:
    columns = f't.{kind} "email"\nt.bigint "team_id"\nt.datetime "deleted_at"'
    return f'create_table "users"{options} do |t|\n{columns}\n{more}\nend'


@pytest.mark.parametrize(
    "more",
    [
        't.index ["email"], name: "i", unique: true',
        't.index ["email"], name: "i", unique: true, where: "(email IS NOT NULL)"',
        't.index ["email"], name: "i", unique: true, where: "(deleted_at IS NULL)"',
        't.index "lower((email)::text)", name: "i", unique: true',
        't.unique_constraint ["email"], name: "u"',
    ],
)
def test_these_guarantee_it(more: str) -> None:
    assert not gaps("missing-unique-index", users(more), User=UNIQUE)


@pytest.mark.parametrize(
    "more",
    [
        "",
        't.index ["email"], name: "i"',
        't.index ["email"], name: "i", unique: true, where: "active"',
        't.index ["email", "team_id"], name: "i", unique: true',
    ],
)
def test_these_do_not(more: str) -> None:
    assert subjects("missing-unique-index", users(more), User=UNIQUE) == [("users", ("email",))]


def test_unique_by_fewer_columns_than_the_scope_is_stricter() -> None:
    scoped = "validates :email, uniqueness: { scope: :team_id }"
    assert not gaps("missing-unique-index", users('t.index ["email"], name: "i", unique: true'), User=scoped)
    assert subjects("missing-unique-index", users(), User=scoped) == [("users", ("team_id", "email"))]


def test_an_association_in_the_scope_is_its_column() -> None:
    scoped = "belongs_to :team, optional: true\nvalidates :email, uniqueness: { scope: :team }"
    assert not gaps("missing-unique-index", users('t.index ["team_id", "email"], name: "i", unique: true'), User=scoped)


@pytest.mark.parametrize("option", ["if: :x?", "unless: :x?", "on: :create"])
def test_what_does_not_hold_for_all_rows_promises_nothing(option: str) -> None:
    assert not gaps("missing-unique-index", users(), User=f"validates :email, uniqueness: true, {option}")


def test_uniqueness_among_some_rows_promises_nothing() -> None:
    code = "validates :email, uniqueness: { conditions: -> { where(team_id: 1) } }"
    assert not gaps("missing-unique-index", users(), User=code)


INDEX = 't.index ["email"], name: "i", unique: true'


@pytest.mark.parametrize(
    ("body", "adapter"),
    [
        (users(INDEX, kind="citext"), "postgresql"),
        (users(INDEX, ', charset: "utf8mb4", collation: "utf8mb4_unicode_ci"'), "mysql2"),
        (users(INDEX), "mysql2"),
        (users('t.index "lower(email)", name: "i", unique: true'), "postgresql"),
        (users('t.string "x", collation: "NOCASE"\nt.index "lower(email)", name: "i", unique: true'), "sqlite3"),
    ],
)
def test_these_ignore_case(body: str, adapter: str) -> None:
    assert not gaps("missing-unique-index", body, adapter, User=CASELESS)


@pytest.mark.parametrize(
    ("body", "adapter"),
    [
        (users(INDEX), "postgresql"),
        (users(INDEX, ', charset: "utf8mb4", collation: "utf8mb4_bin"'), "mysql2"),
        (users(INDEX), "sqlite3"),
    ],
)
def test_these_tell_it_apart(body: str, adapter: str) -> None:
    (gap,) = gaps("missing-unique-index", body, adapter, User=CASELESS)
    assert gap.detail == "validated as unique: lower(email)"
    assert gap.steps[-1].startswith('add_index :users, "lower(email)", unique: true')


def test_a_subclass_does_not_repeat_its_base() -> None:
    body = users('t.string "type"')
    assert len(gaps("missing-unique-index", body, User=UNIQUE, Admin="Admin < User\n")) == 1


PROFILES = (
    'create_table "users" do |t|\nend\n'
    'create_table "profiles" do |t|\nt.bigint "user_id"\nt.index ["user_id"], name: "i"{}\nend'
)


def test_a_has_one_wants_a_unique_index() -> None:
    models = {"User": "has_one :profile", "Profile": "belongs_to :user"}
    assert subjects("has-one-without-unique-index", PROFILES.format(""), **models) == [("profiles", ("user_id",))]
    assert not gaps("has-one-without-unique-index", PROFILES.format(", unique: true"), **models)


def test_a_has_one_with_a_scope_or_through_another_does_not() -> None:
    code = "has_many :all, class_name: 'Profile'\nhas_one :profile, -> { order(:id) }\nhas_one :x, through: :all"
    assert not gaps("has-one-without-unique-index", PROFILES.format(""), User=code, Profile="belongs_to :user")


def test_a_join_table_wants_unique_pairs() -> None:
    body = (
        'create_table "users" do |t|\nend\ncreate_table "roles" do |t|\nend\n'
        'create_table "roles_users", id: false do |t|\nt.bigint "user_id"\nt.bigint "role_id"\n{}\nend'
    )
    models = {"User": "has_and_belongs_to_many :roles", "Role": "has_and_belongs_to_many :users"}
    assert len(gaps("join-table-without-unique-index", body.format(""), **models)) == 1
    index = 't.index ["role_id", "user_id"], name: "i", unique: true'
    assert not gaps("join-table-without-unique-index", body.format(index), **models)


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("", False),
        (UNIQUE, True),
        ("validates :email, uniqueness: true, if: :x?", True),
        ("before_create { self.email = 1 }", True),
        ("has_secure_token :email", True),
    ],
)
def test_a_unique_index_that_users_can_run_into_wants_a_validation(code: str, known: bool) -> None:
    assert bool(gaps("missing-uniqueness-validation", users(INDEX), User=code)) is not known
