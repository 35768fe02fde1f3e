from __future__ import annotations

import pytest

from dxscore.domain.rollback import RollbackKind
from tests.migrations.rollback.changes import MIGRATION, migrating, only, reasons, told


def _both(up: str, down: str) -> dict[str, str]:
    text = (
        f"class Example < ActiveRecord::Migration[8.0]\n  def up\n    {up}\n  end\n  def down\n    {down}\n  end\nend\n"
    )
    return {MIGRATION: text}


def test_what_rails_can_not_take_back() -> None:
    found = reasons({}, migrating("remove_column :users, :nick_name"))
    reason = only(found, RollbackKind.IRREVERSIBLE)
    assert (reason.verdict, reason.affects, reason.line) == ("unsafe", "schema", 3)
    assert reason.sentence == "Rails can't take back `remove_column` of users: it raises IrreversibleMigration"


def test_a_down_that_raises() -> None:
    found = reasons({}, _both("add_column :users, :a, :string", "raise ActiveRecord::IrreversibleMigration"))
    assert told(found) == [("unsafe", "irreversible")]


def test_no_way_down() -> None:
    found = reasons({}, migrating("add_column :users, :a, :string", "up"))
    assert told(found) == [("unsafe", "irreversible")]
    assert "there is no `down`" in found[0].sentence


@pytest.mark.parametrize("body", ["add_column :users, :a, :string", "create_table :teams", "add_index :users, :email"])
def test_what_is_added_can_be_taken_back(body: str) -> None:
    assert reasons({}, migrating(body)) == []


def test_a_down_that_throws_away_more_than_was_made() -> None:
    found = reasons({}, _both("add_column :users, :a, :string", "drop_table :orders"))
    assert told(found) == [("unsafe", "destructive-down")]
    assert reasons({}, _both("add_column :users, :a, :string", "remove_column :users, :a")) == []


def test_a_down_that_deletes_the_rows_that_were_added() -> None:
    found = reasons({}, _both('User.create!(email: "a")', 'User.where(email: "a").destroy_all'))
    assert told(found) == [("safe", "data-migration")]


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("User.where(status: 1).delete_all", "unsafe"),
        ('execute "DELETE FROM users WHERE status = 1"', "unsafe"),
        ("User.update_all(status: 1)", "unknown"),
        ('execute "UPDATE users SET status = 1"', "unknown"),
        ('User.create!(email: "system")', "safe"),
        ("add_column :users, :a, :string\nUser.update_all(a: 1)", "safe"),
        ("add_column :users, :a, :string\nexecute \"UPDATE users SET a = 'x', a = 'y' WHERE status = 1\"", "safe"),
        ("add_column :users, :a, :string\nexecute \"UPDATE users SET a = 'x', status = 3\"", "unknown"),
    ],
)
def test_rows_that_are_written(body: str, verdict: str) -> None:
    found = reasons({}, migrating(body, "up"))
    assert only(found, RollbackKind.DATA_MIGRATION).verdict == verdict


def test_what_is_deleted_from_a_text_is_no_row() -> None:
    body = 'User.find_each do |user|\n  user.email.delete("x")\n  user.save!\nend'
    assert told(reasons({}, migrating(body, "up"))) == [("unknown", "data-migration")]


def test_what_is_not_understood() -> None:
    found = reasons({}, migrating("Importer.run!", "up"))
    assert told(found) == [("unknown", "not-understood")]
    assert "`Importer.run!`" in found[0].sentence
