from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from dxscore.reporting.json_schema import MIGRATIONS_SCHEMA_FILE, json_schema
from tests.cli.running import run
from tests.git_repos import GitRepo

_SCHEMA = """ActiveRecord::Schema[8.0].define(version: 2026_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email"
    t.integer "age"
  end
end
"""
_DATABASE = "production:\n  adapter: postgresql\n"


def _migration(name: str, body: str, settings: str = "") -> str:
    return f"class {name} < ActiveRecord::Migration[8.0]\n{settings}  def change\n    {body}\n  end\nend\n"


_FILES = {
    "config/database.yml": _DATABASE,
    "db/schema.rb": _SCHEMA,
    "app/models/user.rb": "class User < ApplicationRecord\nend\n",
    "db/migrate/20200101000000_old.rb": _migration("Old", "add_index :users, :age"),
}
_NEW = {
    "db/migrate/20260301000000_index_emails.rb": _migration("IndexEmails", "add_index :users, :email"),
    "db/migrate/20260302000000_add_country.rb": _migration("AddCountry", "add_column :users, :country, :string"),
    "db/migrate/20260303000000_drop_age.rb": _migration("DropAge", "remove_column :users, :age, :integer"),
}


@pytest.fixture
def project(tmp_path: Path) -> GitRepo:
    """One old migration on main, three new ones on a branch that also ignores the column it drops."""
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit(_FILES)
    repo.git("checkout", "-q", "-b", "feature")
    ignoring = "class User < ApplicationRecord\n  self.ignored_columns += %w[age]\nend\n"
    repo.commit({**_NEW, "app/models/user.rb": ignoring})
    return repo


def _document(text: str) -> dict[str, object]:
    document = json.loads(text)
    jsonschema.validate(document, json_schema(MIGRATIONS_SCHEMA_FILE))
    return dict(document)


def _verdicts(document: dict[str, object]) -> dict[str, str]:
    migrations = document["migrations"]
    assert isinstance(migrations, list)
    return {each["class"]: each["verdict"] for each in migrations}


def test_migrations_of_the_last_days(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1)
    document = _document(found.out)
    assert found.code == 0
    assert _verdicts(document) == {"IndexEmails": "unsafe", "AddCountry": "safe", "DropAge": "safe"}
    assert document["older"] == 1


def test_a_change_meets_the_models_of_its_base(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "migrations", project.path, "--base", "main", "-o", "json", "--jobs", 1)
    document = _document(found.out)
    assert _verdicts(document) == {"IndexEmails": "unsafe", "AddCountry": "safe", "DropAge": "unsafe"}
    assert document["base"] == "main"


def test_lines_for_other_programs(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "--jobs", 1).out
    assert "db/migrate/20260301000000_index_emails.rb:3:1 major migrations.add-index the index on users (email)" in out
    assert out.endswith(
        "dxscore migrations: 3 migrations of the last 90 days: 1 unsafe, 2 safe (for postgresql, with db/schema.rb)\n"
    )


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        ("markdown", "### IndexEmails: unsafe going up, safe going down"),
        (
            "github",
            "::error file=db/migrate/20260301000000_index_emails.rb,line=3,title=Index built while writes wait::",
        ),
    ],
)
def test_other_formats(project: GitRepo, capsys: pytest.CaptureFixture[str], form: str, piece: str) -> None:
    out = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", form, "--jobs", 1).out
    assert piece in out


def test_a_page_for_a_person(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("migrations", project.path, "--as-of", "2026-03-10", "--color", "always", "--jobs", 1)
    out = run(capsys, *arguments).out
    assert "algorithm: :concurrently" in " ".join(out.replace("\x1b[0m", "").replace("\x1b[2m", "").split())
    assert "IndexEmails" not in out.splitlines()[0]


def test_all_of_them_and_an_exit_code(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "migrations", project.path, "--start-after", "0", "--fail-on", "unsafe", "--jobs", 1)
    assert found.code == 1
    assert "4 migrations after version 0: 2 unsafe, 2 safe" in found.out


def test_a_suppressed_finding_makes_nothing_unsafe(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    body = "# dxscore:ignore[migrations.add-index] -- a table of ten rows\n    add_index :users, :email"
    project.write({"db/migrate/20260301000000_index_emails.rb": _migration("IndexEmails", body)})
    found = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1)
    assert _verdicts(_document(found.out))["IndexEmails"] == "safe"


def test_nothing_is_safe_on_an_unknown_database(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    project.write({"config/database.yml": None})
    found = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1)
    document = _document(found.out)
    assert set(_verdicts(document).values()) == {"unknown"}
    assert document["unknown"]


def test_a_gem_that_rewrites_statements(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    gem = "safe-pg-migrations"
    lock = f"GEM\n  remote: https://rubygems.org/\n  specs:\n    {gem} (3.0.0)\n\nDEPENDENCIES\n  {gem}\n"
    project.write({"Gemfile.lock": lock, "Gemfile": 'gem "safe-pg-migrations"\n'})
    found = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1)
    assert _verdicts(_document(found.out))["IndexEmails"] == "safe"


def test_the_scan_has_them_as_a_dimension(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "scan", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1).out
    found = [each for each in json.loads(out)["findings"] if each["rule"] == "migrations.add-index"]
    assert [each["line"] for each in found] == [3]


def test_the_gate_stops_a_new_unsafe_migration(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "gate", project.path, "--base", "main", "-o", "json", "--jobs", 1)
    assert "migrations.remove-column" in found.out
    assert "migrations.add-index" in found.out


def test_a_change_is_told_whether_it_can_be_rolled_back(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "migrations", project.path, "--base", "main", "-o", "json", "--jobs", 1)
    rollback = _document(found.out)["rollback"]
    assert isinstance(rollback, dict)
    assert (rollback["verdict"], rollback["title"]) == ("safe", "can be rolled back")
    assert [(each["kind"], each["verdict"]) for each in rollback["reasons"]] == [("column-dropped", "safe")]


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_the_rollback_stands_first_in_every_format(
    project: GitRepo, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    using = "class User < ApplicationRecord\n  validates :age, presence: true\nend\n"
    project.git("checkout", "-q", "main")
    project.commit({"app/models/user.rb": using})
    project.git("checkout", "-q", "-b", "other")
    project.commit(_NEW)
    out = run(capsys, "migrations", project.path, "--base", "main", "-o", form, "--jobs", 1).out
    assert "be rolled back safely: 1 reason" in out
    assert "a validation of User in app/models/user.rb:2" in out
    assert out.index("rolled back safely") < out.index("the index on users (email)")


def test_old_migrations_can_be_folded(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "migrations", "squash", project.path, "--before", "20210101000000", "--jobs", 1)
    assert found.out.splitlines()[-1] == (
        "dxscore migrations squash: 1 migration can be folded into db/schema.rb, 3 newer stay; nothing would be lost"
    )


def test_small_tables_are_those_of_a_file_with_sizes(project: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    project.write(
        {"dxscore.toml": '[migrations]\ntable_sizes = "db/sizes.csv"\n', "db/sizes.csv": "table,rows\nusers,9\n"}
    )
    found = run(capsys, "migrations", project.path, "--as-of", "2026-03-10", "-o", "json", "--jobs", 1)
    assert _verdicts(_document(found.out))["IndexEmails"] == "safe"
