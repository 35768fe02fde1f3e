from __future__ import annotations

import pytest

from dxscore.domain.rollback import RollbackKind
from tests.migrations.rollback.changes import migrating, only, reasons, told

_USER = "app/models/user.rb"
_PLAIN = "class User < ApplicationRecord\nend\n"


def test_a_new_column_that_must_be_filled() -> None:
    found = reasons({_USER: _PLAIN}, {_USER: _PLAIN, **migrating("add_column :users, :country, :string, null: false")})
    assert told(found) == [("unsafe", "not-null")]
    assert reasons({}, migrating('add_column :users, :country, :string, null: false, default: "x"')) == []


@pytest.mark.parametrize(
    ("model", "verdict"),
    [(_PLAIN, "unsafe"), ("class User < ApplicationRecord\n  validates :nick_name, presence: true\nend\n", "safe")],
)
def test_a_column_that_could_be_empty(model: str, verdict: str) -> None:
    files = {_USER: model}
    found = reasons(files, {**files, **migrating("change_column_null :users, :nick_name, false")})
    assert told(found) == [(verdict, "not-null")]


def test_a_check_that_means_not_null() -> None:
    files = {_USER: _PLAIN}
    body = 'add_check_constraint :users, "nick_name IS NOT NULL", name: "there", validate: false'
    assert told(reasons(files, {**files, **migrating(body)})) == [("unsafe", "not-null")]


def test_a_default_that_goes() -> None:
    files = {_USER: _PLAIN}
    found = reasons(files, {**files, **migrating("change_column_default :users, :status, from: 0, to: nil")})
    assert told(found) == [("unsafe", "not-null")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("change_column :orders, :price, :bigint", []),
        ("change_column :users, :nick_name, :text", []),
        ("change_column :orders, :price, :string", [("unsafe", "column-type")]),
        ("change_column :users, :nick_name, :string, limit: 10", [("unknown", "column-type")]),
    ],
)
def test_other_types(change: str, expected: list[tuple[str, str]]) -> None:
    found = [each for each in reasons({}, migrating(change)) if each.kind is not RollbackKind.IRREVERSIBLE]
    assert told(found) == expected


def test_a_value_of_an_enum_of_the_database_that_goes() -> None:
    schema = 'create_enum "mood", ["sad", "happy"]\n'
    body = 'drop_enum :mood\ncreate_enum :mood, ["happy"]'
    found = reasons({}, migrating(body), schema)
    assert only(found, RollbackKind.ENUM_VALUE).sentence.startswith("the database's enum mood loses sad")


def test_a_new_unique_index_is_good_to_know() -> None:
    files = {_USER: _PLAIN}
    found = reasons(files, {**files, **migrating("add_index :users, :nick_name, unique: true")})
    assert told(found) == [("safe", "constraint")]
    validating = {_USER: "class User < ApplicationRecord\n  validates :nick_name, uniqueness: true\nend\n"}
    assert reasons(validating, {**validating, **migrating("add_index :users, :nick_name, unique: true")}) == []
