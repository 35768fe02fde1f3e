from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from dxscore.domain.gems import FigureSource
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.advisory_db import AdvisoryDb, named_advisory_db, open_advisory_db, usual_advisory_db
from dxscore.rubygems.advisories import EntryError

_ENTRY = "---\ngem: {gem}\ncve: 2026-1\ndate: 2026-03-0{day}\ntitle: Bad\npatched_versions:\n- '>= 3.1.8'\n"


def _database(root: Path) -> Path:
    for place, gem, day in (("gems/rack", "rack", 1), ("gems/RedCloth", "RedCloth", 5), ("rubies/ruby", "ruby", 2)):
        folder = root / place
        folder.mkdir(parents=True)
        (folder / "CVE-2026-1.yml").write_text(_ENTRY.format(gem=gem, day=day))
    (root / "gems" / "rack" / "README.md").write_text("no entry")
    return root


def _git(root: Path, *arguments: str) -> None:
    dates = {"GIT_AUTHOR_DATE": "2026-08-22T12:00:00Z", "GIT_COMMITTER_DATE": "2026-08-22T12:00:00Z"}
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=root, env=dates | {"PATH": "/usr/bin:/bin"}, check=True)


@pytest.fixture(params=["folder", "checkout", "bare"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> AdvisoryDb:
    root = _database(tmp_path / "db")
    if request.param != "folder":
        _git(root, "init", "-q")
        _git(root, "add", ".")
        _git(root, "commit", "-q", "-m", "entries")
    if request.param == "bare":
        _git(tmp_path, "clone", "-q", "--bare", "db", "bare")
        root = tmp_path / "bare"
    return open_advisory_db(root)


def test_entries_of_a_gem_and_of_ruby(database: AdvisoryDb) -> None:
    assert [(each.package, each.id) for each in database.entries("rack")] == [("rack", "CVE-2026-1")]
    assert [each.package for each in database.entries("ruby")] == ["ruby"]


def test_names_are_looked_up_as_they_are_written(database: AdvisoryDb) -> None:
    assert len(database.entries("RedCloth")) == 1
    assert database.entries("never-heard-of") == ()


@pytest.mark.parametrize("name", ["../rubies/ruby", "..", "", "."])
def test_a_name_leads_nowhere_else(database: AdvisoryDb, name: str) -> None:
    assert database.entries(name) == ()


def test_a_repository_says_commit_and_day_and_a_folder_its_newest_entry(database: AdvisoryDb) -> None:
    evidence = database.evidence
    if " at " in evidence.source:
        assert evidence.taken == date(2026, 8, 22)
    else:
        assert evidence.taken == date(2026, 3, 5)


def test_a_folder_in_another_repository_has_not_its_commit(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    root = _database(tmp_path / "vendor" / "db")
    assert open_advisory_db(root).evidence == FigureSource("ruby-advisory-db", date(2026, 3, 5))


@pytest.mark.parametrize(
    "text", ["a: [", "- 1", "gem: rack\npatched_versions: ['>>> 1']", "a: !!python/object:os.x {}"]
)
def test_an_entry_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    root = _database(tmp_path / "db")
    (root / "gems" / "rack" / "CVE-2026-2.yml").write_text(text)
    with pytest.raises(EntryError, match=r"gems/rack/CVE-2026-2\.yml: "):
        open_advisory_db(root).entries("rack")


def test_a_place_without_a_database_is_an_error(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DxscoreError, match="no advisory database in"):
            open_advisory_db(place)


def _marked(root: Path) -> Path:
    (_database(root) / "gems" / "rack" / f"{root.name}.yml").write_text("gem: rack")
    return root


def _mark(database: AdvisoryDb | None) -> str:
    assert database
    return database.entries("rack")[1].id


def test_the_configured_one_comes_before_that_of_the_variable(tmp_path: Path) -> None:
    environ = {"BUNDLER_AUDIT_DB": str(_marked(tmp_path / "named"))}
    assert _mark(named_advisory_db(None, environ)) == "named"
    assert _mark(named_advisory_db(_marked(tmp_path / "configured"), environ)) == "configured"
    assert named_advisory_db(None, {}) is None


def test_the_usual_place_is_that_of_bundler_audit(tmp_path: Path) -> None:
    assert usual_advisory_db({}, tmp_path) is None
    _marked(tmp_path / ".local" / "share" / "ruby-advisory-db")
    assert _mark(usual_advisory_db({}, tmp_path)) == "ruby-advisory-db"
    assert usual_advisory_db({"XDG_DATA_HOME": str(tmp_path)}, tmp_path) is None
