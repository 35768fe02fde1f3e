"""belongs_to against foreign keys; types and nullability of keys."""

from __future__ import annotations

import pytest

from tests.schema.projects import audited, gaps, subjects

BODY = 'create_table "users"{} do |t|\nend\ncreate_table "posts" do |t|\nt.{} "user_id"\nend\n{}'
MODELS = {"User": "", "Post": "belongs_to :user"}


def body(key: str = "", kind: str = "bigint", constraint: str = "") -> str:
    return BODY.format(key, kind, constraint)


def test_a_belongs_to_wants_a_foreign_key() -> None:
    assert subjects("missing-foreign-key", body(), **MODELS) == [("posts", ("user_id",))]
    assert not gaps("missing-foreign-key", body(constraint='add_foreign_key "posts", "users"'), **MODELS)


def test_a_class_that_is_not_known_may_have_a_table_all_the_same() -> None:
    assert subjects("missing-foreign-key", body(), Post="belongs_to :user") == [("posts", ("user_id",))]


def test_a_table_of_another_database_can_have_none() -> None:
    models = {"User": "connects_to database: { writing: :other }", "Post": "belongs_to :user"}
    assert not gaps("missing-foreign-key", body(), **models)


def test_several_associations_over_one_column_are_one_promise() -> None:
    found = audited(
        body(), User="", Post="belongs_to :user\nbelongs_to :author, class_name: 'User', foreign_key: :user_id"
    )
    assert [one.columns for one in found.audit.promises if one.aspect == "reference"] == [("user_id",)]


@pytest.mark.parametrize(
    ("key", "kind", "problem"),
    [
        ("", "integer", "mismatched-foreign-key-type"),
        ("", "string", "mismatched-foreign-key-type"),
        (", id: :uuid", "bigint", "mismatched-foreign-key-type"),
    ],
)
def test_a_key_of_another_type_is_told(key: str, kind: str, problem: str) -> None:
    assert subjects(problem, body(key, kind), **MODELS) == [("posts", ("user_id",))]


@pytest.mark.parametrize(("key", "kind"), [("", "bigint"), (", id: :uuid", "uuid"), (", id: :integer", "bigint")])
def test_a_key_that_holds_every_value_is_right(key: str, kind: str) -> None:
    assert not gaps("mismatched-foreign-key-type", body(key, kind), **MODELS)


def test_a_wider_constraint_is_told_apart() -> None:
    constraint = 'add_foreign_key "posts", "users"'
    assert gaps("wider-foreign-key-type", body(", id: :integer", "bigint", constraint), **MODELS)
    assert not gaps("mismatched-foreign-key-type", body(", id: :integer", "bigint", constraint), **MODELS)


def test_a_missing_column_is_told_unless_something_else_holds_it() -> None:
    assert subjects("missing-key-column", body(), User="", Post="belongs_to :author, class_name: 'User'") == [
        ("posts", ("author_id",))
    ]
    stored = "store_accessor :data, :author_id\nbelongs_to :author, class_name: 'User'"
    assert not gaps("missing-key-column", body(), User="", Post=stored)


@pytest.mark.parametrize(
    ("kind", "key", "told"), [("", ", null: false", True), (", null: false", "", True), ("", "", False)]
)
def test_halves_of_a_polymorphic_pair_are_alike(kind: str, key: str, told: bool) -> None:
    table = f'create_table "posts" do |t|\nt.string "owner_type"{kind}\nt.bigint "owner_id"{key}\nend'
    assert bool(gaps("polymorphic-nullability", table, Post="belongs_to :owner, polymorphic: true")) is told
