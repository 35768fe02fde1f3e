from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.rollback import Rollback
from dxscore.pipeline.ends import GateRequest, find_ends
from dxscore.pipeline.migration_ends import changed_migrations
from dxscore.pipeline.rollbacks import rollback_of
from tests.git_repos import GitRepo

_SCHEMA = """ActiveRecord::Schema[8.0].define(version: 2026_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "nick_name"
    t.string "type"
  end
end
"""
_FILES = {
    "config/database.yml": "production:\n  adapter: postgresql\n",
    "db/schema.rb": _SCHEMA,
    "app/models/application_record.rb": "class ApplicationRecord < ActiveRecord::Base\n  primary_abstract_class\nend\n",
    "app/models/concerns/named.rb": "module Named\n  extend ActiveSupport::Concern\nend\n",
    "app/models/user.rb": "class User < ApplicationRecord\n  include Named\nend\n",
    "app/jobs/application_job.rb": "class ApplicationJob < ActiveJob::Base\nend\n",
    "app/jobs/base_job.rb": "class BaseJob < ApplicationJob\nend\n",
    "app/jobs/sync_job.rb": "class SyncJob < BaseJob\n  def perform(a)\n  end\nend\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit(_FILES)
    repo.git("branch", "start")
    return repo


def _migration(body: str) -> str:
    return f"class Example < ActiveRecord::Migration[8.0]\n  def change\n    {body}\n  end\nend\n"


def _rollback(repo: GitRepo) -> Rollback:
    ends = find_ends(GateRequest(repo.path, date(2026, 11, 25), "start"))
    migrations, _ = changed_migrations(ends, Config(), date(2026, 11, 25), None)
    return rollback_of(migrations, ends.repository.renames(ends.base.commit, ends.head.commit))


def _told(rollback: Rollback) -> list[tuple[str, str, str]]:
    return [(str(each.verdict), str(each.kind), each.path) for each in rollback.reasons]


def test_a_change_that_leaves_nothing_behind(shop: GitRepo) -> None:
    shop.commit({"app/models/user.rb": "class User < ApplicationRecord\n  include Named\n  # yes\nend\n"})
    assert (_rollback(shop).verdict, _rollback(shop).judged) == ("safe", "1 Ruby file")


def test_a_change_without_ruby_has_nothing_to_judge(shop: GitRepo) -> None:
    shop.commit({"README.md": "Shop"})
    assert _rollback(shop) == Rollback()


def test_classes_are_known_by_what_they_inherit_in_files_that_did_not_change(shop: GitRepo) -> None:
    shop.commit(
        {
            "app/jobs/sync_job.rb": "class SyncJob < BaseJob\n  def perform(a, b)\n  end\nend\n",
            "app/models/admin.rb": "class Admin < User\nend\n",
        }
    )
    assert _told(_rollback(shop)) == [
        ("unsafe", "job-arguments", "app/jobs/sync_job.rb"),
        ("unsafe", "sti-class", "app/models/admin.rb"),
    ]


def test_uses_are_looked_for_in_all_of_the_previous_release(shop: GitRepo) -> None:
    shop.commit({"app/views/users/show.html.haml": "%h1= @user.nick_name\n"})
    shop.git("branch", "--force", "start")
    dropping = _migration("remove_column :users, :nick_name, :string")
    shop.commit({"db/migrate/20260201000000_example.rb": dropping, "app/views/users/show.html.haml": "%h1 User\n"})
    (reason,) = _rollback(shop).reasons
    assert reason.verdict == "unsafe"
    assert "app/views/users/show.html.haml:1" in reason.sentence


def test_models_of_tests_are_no_part_of_a_release(shop: GitRepo) -> None:
    ignoring = 'class User < ApplicationRecord\n  self.ignored_columns += ["nick_name"]\nend\n'
    in_test = "class UserTest\n  class Special < User\n    self.table_name = 'users'\n    nick_name\n  end\nend\n"
    shop.commit({"app/models/user.rb": ignoring, "test/unit/app/models/user_test.rb": in_test})
    shop.git("branch", "--force", "start")
    shop.commit({"db/migrate/20260201000000_example.rb": _migration("remove_column :users, :nick_name, :string")})
    assert _told(_rollback(shop)) == [("safe", "column-dropped", "db/migrate/20260201000000_example.rb")]


def test_old_migrations_that_come_back_have_run_long_ago(shop: GitRepo) -> None:
    made = _migration("create_table(:users) { |t| t.string :nick_name }")
    raising = "class Fill < ActiveRecord::Migration[8.0]\n  def up\n    User.delete_all\n  end\nend\n"
    shop.commit({"db/migrate/20200101000000_example.rb": made, "db/migrate/20190101000000_fill.rb": raising})
    assert _rollback(shop) == Rollback()


def test_late_migrations_are_judged(shop: GitRepo) -> None:
    shop.commit({"db/migrate/20200101000000_example.rb": _migration("remove_column :users, :nick_name")})
    assert ("unsafe", "irreversible", "db/migrate/20200101000000_example.rb") in _told(_rollback(shop))


def test_another_database_does_not_know_what_the_first_one_was_told(shop: GitRepo) -> None:
    shop.commit({"config/database.yml": "production:\n  adapter: sqlite3\n", "app/models/user.rb": "class User\nend\n"})
    assert ("unsafe", "database", "config/database.yml") in _told(_rollback(shop))


def test_what_a_concern_says_it_says_for_its_models(shop: GitRepo) -> None:
    concern = "module Named\n  extend ActiveSupport::Concern\n  included do\n    enum :type, [{}]\n  end\nend\n"
    shop.commit({"app/models/concerns/named.rb": concern.format(":a, :b")})
    shop.git("branch", "--force", "start")
    shop.commit({"app/models/concerns/named.rb": concern.format(":a")})
    assert _told(_rollback(shop)) == [("unsafe", "enum-value", "app/models/concerns/named.rb")]


def test_jobs_of_a_schedule_are_queued(shop: GitRepo) -> None:
    shop.commit({"config/recurring.yml": "production:\n  sync:\n    class: SyncJob\n    schedule: every hour\n"})
    shop.git("branch", "--force", "start")
    shop.commit({"app/jobs/sync_job.rb": None})
    (reason,) = _rollback(shop).reasons
    assert (reason.verdict, reason.kind) == ("unsafe", "job-class")
    assert "a schedule in config/recurring.yml:3" in reason.sentence
