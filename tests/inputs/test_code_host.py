"""Where the code of a clone can be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.code_host import code_address
from tests.git_repos import GitRepo


@pytest.fixture
def clone(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "origin")
    repo.commit({"a.rb": "A = 1\n"})
    return repo.clone(tmp_path / "clone")


def _address(clone: GitRepo, remote: str) -> str:
    clone.git("config", "remote.origin.url", remote)
    return code_address(clone.path, clone.git("rev-parse", "HEAD"))


@pytest.mark.parametrize(
    "remote",
    [
        "git@github.com:acme/shop.git",
        "https://github.com/acme/shop",
        "https://user:secret@github.com/acme/shop.git",
        "ssh://git@github.com:22/acme/shop.git",
    ],
)
def test_github_is_known_by_each_of_its_addresses_and_secrets_are_left_out(clone: GitRepo, remote: str) -> None:
    head = clone.git("rev-parse", "HEAD")
    assert _address(clone, remote) == f"https://github.com/acme/shop/blob/{head}/{{path}}"


def test_gitlab_has_groups_in_groups(clone: GitRepo) -> None:
    head = clone.git("rev-parse", "HEAD")
    address = _address(clone, "git@gitlab.com:acme/web/shop.git")
    assert address == f"https://gitlab.com/acme/web/shop/-/blob/{head}/{{path}}"


@pytest.mark.parametrize(
    "remote",
    [
        "git@git.acme.io:acme/shop.git",
        "https://github.com.evil.example/acme/shop",
        "https://evil.example/github.com/acme/shop",
        "git@github.com:acme/shop/more",
        "https://github.com/../shop",
        "javascript:alert(1)//github.com/acme/shop",
        "/srv/git/shop",
        "",
    ],
)
def test_every_other_place_is_unknown(clone: GitRepo, remote: str) -> None:
    assert _address(clone, remote) == ""


def test_a_commit_that_was_not_pushed_is_nowhere(clone: GitRepo) -> None:
    clone.commit({"a.rb": "A = 2\n"})
    assert _address(clone, "git@github.com:acme/shop.git") == ""


def test_a_repository_without_a_remote_has_no_address(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "alone")
    assert code_address(repo.path, repo.commit({"a.rb": ""})) == ""
