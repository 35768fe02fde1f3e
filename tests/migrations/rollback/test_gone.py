from __future__ import annotations

import pytest

from dxscore.domain.rollback import RollbackKind
from dxscore.domain.verdict import Verdict
from tests.migrations.rollback.changes import MIGRATION, migrating, only, reasons, told

_USER = "app/models/user.rb"
_PLAIN = "class User < ApplicationRecord\nend\n"
_IGNORING = 'class User < ApplicationRecord\n  self.ignored_columns += ["nick_name"]\nend\n'
_DROP = migrating("remove_column :users, :nick_name, :string")


def test_a_column_that_the_previous_release_ignores_may_go() -> None:
    found = reasons({_USER: _IGNORING}, {_USER: _PLAIN, **_DROP})
    assert told(found) == [("safe", "column-dropped")]
    assert found[0].sentence == "users.nick_name is dropped; all its models ignore it"


def test_a_column_that_nothing_names_may_go() -> None:
    (reason,) = reasons({_USER: _PLAIN}, {_USER: _PLAIN, **_DROP})
    assert (reason.verdict, reason.sentence) == (
        Verdict.SAFE,
        "users.nick_name is dropped; nothing in the previous release names it",
    )


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (_USER, "class User < ApplicationRecord\n  validates :nick_name, presence: true\nend\n"),
        (_USER, "class User < ApplicationRecord\n  def name\n    nick_name || email\n  end\nend\n"),
        (_USER, "class User < ApplicationRecord\n  scope :named, -> { where(nick_name: 'a') }\nend\n"),
        ("app/services/search.rb", "class Search\n  def call\n    User.where(nick_name: @name)\n  end\nend\n"),
        ("app/services/search.rb", "class Search\n  def call(user)\n    user.nick_name\n  end\nend\n"),
        ("app/services/search.rb", 'class Search\n  def call\n    sql("SELECT nick_name FROM users")\n  end\nend\n'),
    ],
)
def test_a_column_that_the_previous_release_uses_must_stay(path: str, code: str) -> None:
    files = {_USER: _PLAIN, path: code}
    reason = only(reasons(files, {_USER: _PLAIN, **_DROP}), RollbackKind.COLUMN_DROPPED)
    assert reason.verdict is Verdict.UNSAFE
    assert "the previous release uses it: " in reason.sentence
    assert f"in {path}:" in reason.sentence
    assert (reason.path, reason.line) == (MIGRATION, 3)


def test_a_name_that_may_mean_something_else_leaves_the_verdict_open() -> None:
    files = {_USER: _PLAIN, "app/services/pay.rb": "class Pay\n  def call(cart)\n    cart.price\n  end\nend\n"}
    found = reasons(files, {**files, **migrating("remove_column :orders, :price, :integer")})
    assert told(found) == [("unknown", "column-dropped")]


def test_a_method_of_that_name_is_no_column() -> None:
    code = "class Card\n  def nick_name\n    1\n  end\n  def show(user)\n    user.nick_name\n  end\nend\n"
    files = {_USER: _IGNORING.replace("User", "Other"), "app/services/card.rb": code}
    assert told(reasons(files, {**files, **_DROP})) == [("unknown", "column-dropped")]


def test_a_renamed_column_is_gone_for_the_previous_release() -> None:
    files = {_USER: "class User < ApplicationRecord\n  validates :nick_name, length: {maximum: 3}\nend\n"}
    found = reasons(files, {**files, **migrating("rename_column :users, :nick_name, :handle")})
    reason = only(found, RollbackKind.COLUMN_RENAMED)
    assert reason.verdict is Verdict.UNSAFE
    assert reason.sentence.startswith("users.nick_name is renamed to handle")


def test_what_the_change_makes_itself_may_go_again() -> None:
    body = "add_column :users, :draft, :string\nremove_column :users, :draft, :string"
    assert reasons({_USER: _PLAIN}, {_USER: _PLAIN, **migrating(body)}) == []


def test_a_dropped_table_with_a_model() -> None:
    files = {_USER: _PLAIN}
    found = reasons(files, {**migrating("drop_table :users do |t|\n  t.string :email\nend")})
    assert only(found, RollbackKind.TABLE_DROPPED).verdict is Verdict.UNSAFE
    assert "model User in app/models/user.rb:1" in only(found, RollbackKind.TABLE_DROPPED).sentence


def test_a_dropped_table_that_nothing_uses() -> None:
    found = reasons({}, migrating("drop_table :users do |t|\n  t.string :email\nend"))
    assert told(found) == [("safe", "table-dropped")]
