from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.inputs.history.landings import read_landings
from dxscore.inputs.repository import open_repository
from tests.git_repos import GitRepo

_LONG_AGO = date(2000, 1, 1)
_DROP = "db/migrate/20260201000000_drop.rb"
_USER = "app/models/user.rb"
_MERGER = {
    f"GIT_{role}_{what}": "merger@shop.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}


@pytest.fixture
def shop(tmp_path: Path) -> GitRepo:
    """A model that ignores a column on a branch; merged; then a migration."""
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({_USER: "class User\nend\n"})
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit({_USER: "class User\n  self.ignored_columns += %w[\n    age\n  ]\nend\n"})
    repo.git("checkout", "-q", "-")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "feature", **_MERGER)
    repo.commit({_DROP: "class Drop\nend\n"})
    return repo


def test_a_merge_brings_what_its_branch_had(shop: GitRepo) -> None:
    landings = read_landings(open_repository(shop.path), _LONG_AGO)
    assert landings.migrations[_DROP].position == 0
    (ignoring,) = landings.ignorings
    assert (ignoring.path, ignoring.landing.position) == (_USER, 1)
    assert ignoring.names("age")
    assert not ignoring.names("ag")


def test_paths_are_those_of_the_folder(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({f"web/{_DROP}": "class Drop\nend\n", f"web/{_USER}": "self.ignored_columns = [:age]\n"})
    landings = read_landings(open_repository(repo.path / "web"), _LONG_AGO)
    assert list(landings.migrations) == [_DROP]
    assert [each.path for each in landings.ignorings] == [_USER]


def test_without_git_nothing_is_known() -> None:
    assert read_landings(None, _LONG_AGO).migrations == {}
