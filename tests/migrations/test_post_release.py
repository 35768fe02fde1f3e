from __future__ import annotations

from dxscore.domain.migration import Migration
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.post_release import read_post_release
from dxscore.migrations.reading import Library


def _read(path: str, code: str) -> Migration:
    return read_post_release(path, lower(code.encode(), FileKind.RUBY), "postgresql", Library())


def test_a_task_of_after_party() -> None:
    code = (
        "namespace :after_party do\n  desc 'x'\n  task fill: :environment do\n    User.update_all(a: 1)\n  end\nend\n"
    )
    migration = _read("lib/tasks/deployment/20260101120000_fill.rake", code)
    assert (migration.name, migration.version, migration.problem) == ("fill", "20260101120000", "")
    assert [each.name for each in migration.ways.up] == ["update_all"]


def test_a_maintenance_task_goes_in_steps_that_can_be_paused() -> None:
    code = "class Fill < MaintenanceTasks::Task\n def process(user)\n user.update!(a: 1)\n end\nend"
    (found,) = _read("app/tasks/maintenance/fill.rb", code).ways.up
    assert (found.name, found.around.batched, found.around.throttled) == ("update!", True, True)


def test_a_migration_is_read_as_one() -> None:
    code = "class Fill < ActiveRecord::Migration[8.0]\n def up\n User.update_all(a: 1)\n end\nend"
    assert _read("db/data/20260101120000_fill.rb", code).name == "Fill"


def test_what_is_none_of_these_has_a_problem() -> None:
    assert _read("db/data/notes.rb", "NOTES = 1\n").problem


def test_a_plain_script_with_a_version() -> None:
    path = "db/data_migration/20260101000000_clear.rb"
    found = _read(path, "def all\n  User.all\nend\nusers = User.where(old: true)\nusers.update_all(name: nil)\n")
    assert (found.name, found.line, found.version, found.problem) == ("20260101000000_clear", 4, "20260101000000", "")
    assert [(each.name, each.table, each.line) for each in found.ways.up] == [("update_all", "users", 5)]


def test_rails_expects_no_class_of_a_script() -> None:
    assert _read("db/data_migration/20260101000000_clear.rb", "User.delete_all\n").file_name == ""


def test_a_file_without_a_version_is_no_script() -> None:
    assert _read("db/data/helper.rb", "User.delete_all\n").problem == "holds no migration"
