from __future__ import annotations

import pytest

from tests.migrations.programs import reading, up


@pytest.mark.parametrize(
    ("code", "name", "batched", "throttled", "looped"),
    [
        ("User.update_all(a: 1)", "update_all", False, False, False),
        ("User.where(a: nil).in_batches.update_all(a: 1)", "update_all", True, False, False),
        ("User.in_batches { |batch| batch.update_all(a: 1) }", "update_all", True, False, True),
        ("User.in_batches do |batch|\n batch.update_all(a: 1)\n sleep 0.1\nend", "update_all", True, True, True),
        ("User.find_each { |user| user.update!(a: 1) }", "update!", True, False, True),
        ("User.all.each { |user| user.save! }", "save!", False, False, True),
    ],
)
def test_how_rows_are_written(code: str, name: str, batched: bool, throttled: bool, looped: bool) -> None:
    (found,) = up(code)
    around = found.around
    assert (found.name, around.batched, around.throttled, around.looped) == (name, batched, throttled, looped)
    assert around.via == "model"


def test_the_table_of_a_model_of_its_own() -> None:
    migration = reading(
        """
        class Example < ActiveRecord::Migration[8.0]
          class Person < ActiveRecord::Base
            self.table_name = "users"
          end

          def up
            Person.delete_all
            Order::Item.delete_all
          end
        end
        """
    )
    assert [each.table for each in migration.ways.up] == ["users", "items"]


@pytest.mark.parametrize("code", ["User.where(a: 1).count", "Rails.logger.info('x')", "ENV['A'].present?", "Time.now"])
def test_what_only_asks(code: str) -> None:
    assert up(code) == ()


def test_sql_through_the_connection_of_a_model() -> None:
    (found,) = up('User.connection.execute("DELETE FROM users")')
    assert (found.name, found.around.via) == ("delete_all", "sql")


def test_a_lock_that_is_held() -> None:
    (found,) = up("with_advisory_lock('a') { User.update_all(a: 1) }")
    assert found.around.locked
