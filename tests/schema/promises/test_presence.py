"""Presence against NULL, both ways."""

from __future__ import annotations

import pytest

from tests.schema.projects import gaps, subjects

NULLABLE = 'create_table "users" do |t|\nt.string "email"\nt.string "type"\nt.string "login"\nend'
FILLED = 'create_table "users" do |t|\nt.string "email", null: false\nt.string "login"\nend'


@pytest.mark.parametrize(
    "code",
    [
        "validates :email, presence: true",
        "validates_presence_of :email",
        "validates :email, presence: { message: 'x' }",
    ],
)
def test_a_required_attribute_wants_not_null(code: str) -> None:
    assert subjects("missing-not-null", NULLABLE, User=code) == [("users", ("email",))]


@pytest.mark.parametrize(
    "code",
    [
        "validates :email, presence: true, if: :active?",
        "validates :email, presence: true, on: :create",
        "validates :email, presence: true, allow_nil: true",
        "validates :name, presence: true",
    ],
)
def test_what_is_not_required_of_every_row_does_not(code: str) -> None:
    assert not gaps("missing-not-null", NULLABLE, User=code)


def test_a_validated_check_counts_and_one_that_is_not_validated_does_not() -> None:
    body = 'create_table "users" do |t|\nt.string "email"\nt.check_constraint "(email IS NOT NULL)", name: "c"{}\nend'
    assert not gaps("missing-not-null", body.format(""), User="validates :email, presence: true")
    assert gaps("missing-not-null", body.format(", validate: false"), User="validates :email, presence: true")


def test_all_subclasses_on_a_table_must_require_it() -> None:
    admin, guest = "Admin < User\nvalidates :email, presence: true", "Guest < User\n"
    assert not gaps("missing-not-null", NULLABLE, User="", Admin=admin, Guest=guest)
    also = "Guest < User\nvalidates :email, presence: true"
    assert subjects("missing-not-null", NULLABLE, User="", Admin=admin, Guest=also) == [("users", ("email",))]


def test_a_required_polymorphic_parent_wants_both_columns() -> None:
    body = 'create_table "posts" do |t|\nt.string "owner_type"\nt.bigint "owner_id"\nend'
    found = subjects("missing-not-null", body, Post="belongs_to :owner, polymorphic: true")
    assert sorted(found) == [("posts", ("owner_id",)), ("posts", ("owner_type",))]


def test_steps_on_postgresql_hold_no_long_lock() -> None:
    (gap,) = gaps("missing-not-null", NULLABLE, User="validates :email, presence: true")
    assert [step.partition(" ")[0] for step in gap.steps] == [
        "add_check_constraint",
        "fill",
        "validate_check_constraint",
        "change_column_null",
        "remove_check_constraint",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "validates :email, presence: true, if: :x?",
        "validates :email, inclusion: ['a']",
        "validates :email, exclusion: [nil]",
        "validates :email, length: { minimum: 1 }",
        "before_validation { self.email = login }",
        "has_secure_token :email",
        "attribute :email, default: -> { 'x' }",
        "serialize :email, coder: JSON",
    ],
)
def test_a_column_that_is_asked_for_or_filled_needs_no_presence(code: str) -> None:
    assert not gaps("missing-presence-validation", FILLED, User=code)


@pytest.mark.parametrize("code", ["", "validates :email, inclusion: ['a', nil]", "validates :login, presence: true"])
def test_a_column_that_nothing_fills_or_asks_for_does(code: str) -> None:
    assert subjects("missing-presence-validation", FILLED, User=code) == [("users", ("email",))]


def test_an_optional_parent_over_not_null_is_told_apart() -> None:
    body = 'create_table "users" do |t|\nend\ncreate_table "posts" do |t|\nt.bigint "user_id", null: false\nend'
    models = {"User": "", "Post": "belongs_to :user, optional: true"}
    assert subjects("optional-but-not-null", body, **models) == [("posts", ("user_id",))]
    assert not gaps("missing-presence-validation", body, **models)
