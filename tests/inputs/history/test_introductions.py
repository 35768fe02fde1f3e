from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.inputs.history.introductions import Introduction, introductions
from dxscore.inputs.repository import open_repository
from tests.git_repos import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "repo")
    repo.commit({"Gemfile": 'gem "rails"\ngem "rack", "~> 2.0"\n'}, day="2020-01-01")
    return repo


def _days(repo: GitRepo, *paths: str) -> dict[str, str]:
    found = introductions(open_repository(repo.path), paths or ("Gemfile",))
    return {name: str(each.day) for name, each in found.items()}


def test_the_commit_that_brought_a_gem_tells_who_when_and_why(repo: GitRepo) -> None:
    repo.commit({"Gemfile": "gem 'rails'\n  gem('stripe', '~> 13')\n"}, day="2023-05-01", author="Grace")
    found = introductions(open_repository(repo.path), ("Gemfile",))
    assert found["stripe"] == Introduction("Grace", date(2023, 5, 1), "Change of 2023-05-01")
    assert (found["rails"].author, "rack" in found) == ("Ada", False)


def test_another_version_is_no_other_gem_but_one_that_had_been_away_is(repo: GitRepo) -> None:
    repo.commit({"Gemfile": 'gem "rack", "~> 3.0"\n'}, day="2021-01-01")
    repo.commit({"Gemfile": 'gem "rack", "~> 3.0"\ngem "rails"\n'}, day="2022-01-01")
    assert _days(repo) == {"rack": "2020-01-01", "rails": "2022-01-01"}


def test_a_gem_may_move_to_another_file(repo: GitRepo) -> None:
    repo.commit({"Gemfile": 'gem "rails"\n', "bundler.d/[web].rb": 'gem "rack"\n'}, day="2021-01-01")
    assert _days(repo, "Gemfile", "bundler.d/[web].rb") == {"rails": "2020-01-01", "rack": "2020-01-01"}


def test_what_a_shallow_clone_begins_with_was_brought_by_nobody_known(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"Gemfile": 'gem "rails"\ngem "rack"\ngem "pg"\n'}, day="2021-01-01")
    repo.commit({"Gemfile": 'gem "rails"\ngem "rack"\ngem "pg"\ngem "puma"\n'}, day="2022-01-01")
    assert _days(repo.clone(tmp_path / "clone", "--depth=2")) == {"puma": "2022-01-01"}


def test_strangers_texts_have_no_control_characters(repo: GitRepo) -> None:
    repo.write({"Gemfile": 'gem "evil"\n'})
    repo.git("commit", "-q", "-am", "x\x1b[31m\x07y", GIT_AUTHOR_NAME="A\x1bB", GIT_AUTHOR_EMAIL="a@example.org",
             GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.org")  # fmt: skip
    found = introductions(open_repository(repo.path), ("Gemfile",))["evil"]
    assert (found.author.isprintable(), found.subject) == (True, "x [31m y")


def test_without_history_nothing_is_known(tmp_path: Path) -> None:
    assert introductions(None, ("Gemfile",)) == {}
    assert introductions(open_repository(GitRepo.create(tmp_path / "new").path), ("Gemfile",)) == {}


def test_the_repository_cannot_make_git_run_anything(repo: GitRepo, tmp_path: Path) -> None:
    for program in ("diff.external", "diff.evil.command", "diff.evil.textconv"):
        repo.git("config", program, f"touch {tmp_path}/ran;:")
    repo.commit({".gitattributes": "Gemfile diff=evil\n", "Gemfile": 'gem "rails"\ngem "pg"\n'}, day="2021-01-01")
    assert _days(repo) == {"rails": "2020-01-01", "pg": "2021-01-01"}
    assert not (tmp_path / "ran").exists()
