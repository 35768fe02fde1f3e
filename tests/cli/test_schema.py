"""`dxscore schema` from the command line: every format, filters, and a project without a schema."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dxscore.reporting.json_schema import SCHEMA_SCHEMA_FILE
from tests.cli.running import run

_SCHEMA = """ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "users" do |t|
    t.string "email", null: false
    t.string "name"
    t.timestamps
  end

  create_table "logs", id: false do |t|
    t.string "text"
    t.timestamps
  end
end
"""
_USER = (
    "# @team people\nclass User < ApplicationRecord\n  validates :email, :name, presence: true, uniqueness: true\nend\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One model on one table of two."""
    root = tmp_path / "shop"
    for path, text in {
        "db/schema.rb": _SCHEMA,
        "app/models/user.rb": _USER,
        "config/database.yml": "production:\n  adapter: postgresql\n",
        ".github/CODEOWNERS": "app/models/ @people\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def test_json_is_what_its_schema_says(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "schema", project, "--output", "json", "--jobs", 1)
    document = json.loads(found.out)
    Draft202012Validator(json.loads(SCHEMA_SCHEMA_FILE.read_text())).validate(document)
    schema = document["schema"]
    assert [table["name"] for table in schema["tables"]] == ["users", "logs"]
    assert schema["tables"][0]["models"] == ["User"]
    presence = schema["coverage"]["aspects"]["presence"]
    assert presence == {"promised": 2, "kept": 1, "percent": 50.0}
    assert {(each["rule"], each["model"], each["table"], *each["columns"]) for each in schema["findings"]} >= {
        ("schema.missing-not-null", "User", "users", "name"),
        ("schema.missing-unique-index", "User", "users", "email"),
        ("schema.table-without-primary-key", "", "logs"),
    }


def test_a_finding_stands_in_the_model_and_one_without_a_model_in_the_schema(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(capsys, "schema", project, "--output", "json", "--jobs", 1)
    places = {each["rule"]: (each["path"], each["line"]) for each in json.loads(found.out)["schema"]["findings"]}
    assert places["schema.missing-not-null"] == ("app/models/user.rb", 3)
    assert places["schema.table-without-primary-key"] == ("db/schema.rb", 8)


@pytest.mark.parametrize("output", ["text", "markdown", "csv"])
def test_other_formats_name_the_finding(project: Path, capsys: pytest.CaptureFixture[str], output: str) -> None:
    found = run(capsys, "schema", project, "--output", output, "--jobs", 1)
    assert (found.code, "users.name may be NULL" in found.out) == (0, True)


def test_csv_has_the_names_of_the_json_fields(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "schema", project, "--output", "csv", "--jobs", 1)
    rows = list(csv.DictReader(found.out.splitlines()))
    assert {"rule", "model", "table", "columns", "path", "line"} <= rows[0].keys()


def test_a_terminal_shows_coverage_and_steps(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    found = run(capsys, "schema", project, "--jobs", 1)
    assert "1 of 2" in found.out
    assert "validate_check_constraint" in found.out


def test_an_owner_sees_what_is_theirs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "schema", project, "--owner", "people", "--output", "json", "--jobs", 1)
    schema = json.loads(found.out)["schema"]
    assert {each["owner"] for each in schema["findings"]} == {"people"}
    assert [each["name"] for each in schema["coverage"]["owners"]] == ["people"]


def test_without_a_schema_nothing_is_known(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "db/schema.rb").unlink()
    found = run(capsys, "schema", project, "--output", "json", "--jobs", 1)
    document = json.loads(found.out)
    assert {"subject": "schema", "reason": "no db/schema.rb or db/structure.sql is committed"} in document["unknown"]
    assert document["schema"]["coverage"]["percent"] is None


def test_a_scan_without_a_schema_has_no_scorecard_of_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_schema = json.loads(run(capsys, "scan", project, "--output", "json", "--jobs", 1).out)
    assert "schema" in {card["dimension"] for card in with_schema["scorecards"]}
    (project / "db/schema.rb").unlink()
    without = json.loads(run(capsys, "scan", project, "--output", "json", "--jobs", 1).out)
    assert "schema" not in {card["dimension"] for card in without["scorecards"]}
    assert "schema" in {each["subject"] for each in without["unknown"]}


def test_a_comment_suppresses_a_finding_here_as_in_a_scan(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ignored = _USER.replace("class User", "class User").replace(
        "  validates", "  # dxscore:ignore[schema.missing-not-null] -- legacy rows\n  validates"
    )
    (project / "app/models/user.rb").write_text(ignored)
    found = run(capsys, "schema", project, "--rule", "schema.missing-not-null", "--output", "json", "--jobs", 1)
    assert [each["status"] for each in json.loads(found.out)["schema"]["findings"]] == ["suppressed"]
