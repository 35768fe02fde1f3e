"""What the gate says beside findings: measures and notes, from trees of both ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.gate import GateReport, Ruling
from dxscore.pipeline import ScanRequest
from dxscore.pipeline.todo import todo_written
from tests.git_repos import GitRepo
from tests.pipeline.gates import AS_OF, CLEAN, SWALLOWED, SWALLOWING, gated, new

LIST = f"dxscore_todo/{SWALLOWED}.yml"
EXEMPTIONS = ".dxscore/exemptions.yml"
EXEMPTION = f"- {{rule: {SWALLOWED}, reason: planned, approved_by: jane, paths: [app/jobs]}}\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """One class is in debt; it is listed, and owned."""
    repo = GitRepo.create(tmp_path / "app")
    repo.write({"app/models/sync.rb": SWALLOWING, "CODEOWNERS": "/app/ @org/app\n"})
    repo.commit(_listing(repo))
    repo.git("branch", "start")
    return repo


def _listing(repo: GitRepo) -> dict[str, str]:
    request = ScanRequest(repo.path, Config(), AS_OF, use_cache=False)
    return {**todo_written(request, (SWALLOWED,), lambda _done, _all: None).texts}


def moved(report: GateReport) -> dict[str, tuple[float | None, float | None, Ruling]]:
    return {each.after.name: (each.before.value, each.after.value, each.ruling) for each in report.measures}


def test_a_change_that_touches_nothing_of_them_says_nothing(repo: GitRepo) -> None:
    repo.commit({"app/models/other.rb": "class Other\nend\n"})
    report = gated(repo.path, "start")
    assert (moved(report), report.notes) == ({}, ())


def test_listing_what_is_new_lets_no_change_pass(repo: GitRepo) -> None:
    repo.write({"app/models/post.rb": SWALLOWING.replace("Sync", "Post")})
    repo.commit(_listing(repo))
    report = gated(repo.path, "start")
    assert new(report) == [(SWALLOWED, "app/models/post.rb", 4)]
    assert report.ruling is Ruling.STOP
    assert moved(report) == {"findings in todo files": (1, 2, Ruling.WARN)}


@pytest.mark.parametrize("pruned", [True, False])
def test_fixing_what_is_listed_adds_nothing(pruned: bool, repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": CLEAN, **({LIST: None} if pruned else {})})
    report = gated(repo.path, "start")
    assert (report.entries, len(report.fixed)) == ((), 1)
    assert moved(report) == ({"findings in todo files": (1, 0, Ruling.PASS)} if pruned else {})


def test_a_listed_finding_in_a_renamed_file_is_unchanged(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": None, "app/models/syncing.rb": SWALLOWING})
    assert gated(repo.path, "start").entries == ()


def test_what_is_waved_through_is_measured(repo: GitRepo) -> None:
    excused = SWALLOWING.replace("rescue", f"rescue # dxscore:ignore[{SWALLOWED}] -- the API is down on Sundays")
    repo.commit({EXEMPTIONS: EXEMPTION, "app/models/sync.rb": excused})
    assert moved(gated(repo.path, "start")) == {
        "dxscore:ignore comments": (0, 1, Ruling.WARN),
        "exemptions": (0, 1, Ruling.WARN),
    }


def test_files_without_an_owner_and_offences_accepted_for_other_tools_are_measured(repo: GitRepo) -> None:
    todo = "# Offense count: %d\nRails/Date:\n  Enabled: false\n"
    repo.commit({".rubocop_todo.yml": todo % 3, "app/a.rb": "A = 1\n"})
    repo.git("branch", "later")
    repo.commit({".rubocop_todo.yml": todo % 2, "lib/sync.rb": "module Lib\nend\n", "app/b.rb": "B = 1\n"})
    assert moved(gated(repo.path, "later")) == {
        "rubocop: offences accepted": (3, 2, Ruling.PASS),
        "files without an owner": (1, 2, Ruling.WARN),
    }


@pytest.mark.parametrize("path", [LIST, EXEMPTIONS])
def test_lists_that_can_not_be_read_measure_nothing(path: str, repo: GitRepo) -> None:
    repo.commit({path: "{"})
    assert moved(gated(repo.path, "start")) == {}


def test_a_newly_required_variable_and_a_changed_setting_are_noted(repo: GitRepo) -> None:
    repo.commit({"config/environments/production.rb": "config.force_ssl = true\n"})
    repo.git("branch", "later")
    repo.commit(
        {
            "config/environments/production.rb": "config.force_ssl = false\n",
            "app/models/key.rb": 'KEY = ENV.fetch("KEY")\n',
            ".env.example": "KEY=1\n",
        }
    )
    notes = gated(repo.path, "later").notes
    assert [(note.kind, note.ruling, [place.text for place in note.places]) for note in notes] == [
        ("environment", Ruling.WARN, ["KEY raises when it is not set; listed in .env.example"]),
        ("environment", Ruling.WARN, ["config.force_ssl: true -> false"]),
    ]


def test_framework_defaults_that_stay_old_are_measured(repo: GitRepo) -> None:
    lockfile = "GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (7.0.4)\n\nDEPENDENCIES\n  rails\n"
    application = "module App\n  class Application < Rails::Application\n    config.load_defaults 7.0\n  end\nend\n"
    refusing = application.replace("7.0\n", "7.0\n    config.active_record.belongs_to_required_by_default = false\n")
    repo.commit({"Gemfile.lock": lockfile, "config/application.rb": application})
    repo.git("branch", "-f", "start")
    repo.commit({"config/application.rb": refusing})
    assert moved(gated(repo.path, "start")) == {"old framework defaults": (0, 1, Ruling.WARN)}
