from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.domain.gate import Ruling
from dxscore.domain.verdict import Verdict
from tests.git_repos import GitRepo
from tests.pipeline.gates import gated

_SCHEMA = """ActiveRecord::Schema[8.0].define(version: 2026_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "nick_name"
  end
end
"""
_FILES = {
    "config/database.yml": "production:\n  adapter: postgresql\n",
    "db/schema.rb": _SCHEMA,
    "app/models/user.rb": "class User < ActiveRecord::Base\n  validates :nick_name, presence: true\nend\n",
}
_PATH = "db/migrate/20260201000000_example.rb"


def _migration(body: str) -> dict[str, str]:
    return {_PATH: f"class Example < ActiveRecord::Migration[8.0]\n  def change\n    {body}\n  end\nend\n"}


@pytest.fixture
def shop(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit(_FILES)
    repo.git("branch", "start")
    return repo


def test_a_migration_that_can_be_taken_back(shop: GitRepo) -> None:
    shop.commit(_migration("add_column :users, :age, :integer"))
    (statement,) = gated(shop.path, "start").statements
    assert (statement.dimension, statement.title) == ("migrations", "can be rolled back")
    assert (statement.ruling, statement.verdict, statement.reasons) == (Ruling.PASS, Verdict.SAFE, ())


def test_one_that_can_not_warns_with_its_reasons(shop: GitRepo) -> None:
    shop.commit(_migration("remove_column :users, :nick_name, :string"))
    first, *_ = gated(shop.path, "start").statements
    assert first.title == "can't be rolled back safely: 1 reason"
    assert (first.ruling, first.verdict) == (Ruling.WARN, Verdict.UNSAFE)
    assert [(each.path, each.line) for each in first.reasons] == [(_PATH, 3)]


def test_the_policy_of_the_base_says_whether_it_stops(shop: GitRepo) -> None:
    shop.commit({"dxscore.toml": '[gate]\nrollback = "stop"\n'})
    shop.git("branch", "--force", "start")
    shop.commit({**_migration("remove_column :users, :nick_name, :string"), "dxscore.toml": ""})
    assert gated(shop.path, "start").statements[0].ruling is Ruling.STOP


def test_nothing_is_said_of_a_change_that_leaves_nothing_behind(shop: GitRepo) -> None:
    shop.commit({"app/models/user.rb": "class User < ActiveRecord::Base\n  def a\n  end\nend\n"})
    assert gated(shop.path, "start").statements == ()
