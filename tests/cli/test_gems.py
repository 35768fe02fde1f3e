from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

_GEMFILE = 'source "https://rubygems.org"\ngem "sinatra"\ngem "rack" # serves requests; owner: web\n'
_LOCKFILE = """GEM
  remote: https://rubygems.org/
  specs:
    rack (3.1.7)
    sinatra (4.0.0)
      rack (>= 3, < 4)

DEPENDENCIES
  rack
  sinatra
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two gems, one of them registered, and nothing known of either."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = tmp_path / "shop"
    (root / "app").mkdir(parents=True)
    (root / "app/server.rb").write_text("Sinatra::Base.run!\n")
    (root / "Gemfile").write_text(_GEMFILE)
    (root / "Gemfile.lock").write_text(_LOCKFILE)
    return root


def test_all_gems_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "gems", project, "--output", "json", "--jobs", 1)
    assert found.code == 0
    assert {unit["name"] for unit in json.loads(found.out)["units"]} == {"rack", "sinatra"}


def test_one_gem_and_who_pulls_it_in(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "reason: serves requests" in run(capsys, "gems", "rack", project, "--jobs", 1).out
    assert run(capsys, "gems", project, "--why", "rack", "--jobs", 1).out == "sinatra -> rack\n"


def test_a_gem_or_series_that_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "neither a locked gem nor a folder" in run(capsys, "gems", "rak", project, "--jobs", 1).err
    unknown = run(capsys, "gems", project, "--target", "rails@99.9", "--jobs", 1)
    assert (unknown.code, "no such series of Rails" in unknown.err) == (2, True)


def test_without_a_lockfile_there_is_nothing_to_say(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "Gemfile.lock").unlink()
    found = run(capsys, "gems", project, "--jobs", 1)
    assert (found.code, "no lockfile" in found.err) == (2, True)


def test_stubs_for_the_register_are_written_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert '[gems."sinatra"]' in run(capsys, "gems", "register", project, "--dry-run").out
    assert not (project / "dxscore.toml").exists()
    assert run(capsys, "gems", "register", project).code == 0
    written = (project / "dxscore.toml").read_text()
    assert "used in app/server.rb" in written
    assert "rack" not in written
    again = run(capsys, "gems", "register", project)
    assert "lacks a reason or an owner" in again.err
    assert (project / "dxscore.toml").read_text() == written
