from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.pipeline.gem_register import register_stubs
from dxscore.pipeline.reading import ScanRequest
from tests.git_repos import GitRepo


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """Two gems; the code that names one of them belongs to a team."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    repo = GitRepo.create(tmp_path / "shop")
    rows = "GEM\n  remote: https://rubygems.org/\n  specs:\n    httparty (0.20.0)\n    rack (3.1.7)\n"
    repo.commit(
        {
            "Gemfile": 'gem "rack" # serves requests; owner: web\n',
            "Gemfile.lock": f"{rows}\nDEPENDENCIES\n  httparty\n  rack\n",
            "app/api.rb": "class Api\n  include HTTParty\nend\n",
            ".github/CODEOWNERS": "/app/ @acme/catalog\n",
        }
    )
    repo.commit({"Gemfile": 'gem "rack" # serves requests; owner: web\ngem "httparty"\n'}, "2025-03-04", 'Grace\n\t"Q"')
    return repo


def _stubs(repo: GitRepo) -> str:
    return register_stubs(ScanRequest(repo.path, Config(), date(2026, 11, 25)), lambda _done, _all: None).text


def test_a_stub_tells_who_brought_the_gem_and_who_uses_it(shop: GitRepo) -> None:
    text = _stubs(shop)
    assert "Gemfile:2, since 2025-03-04 by Grace" in text
    assert "Change of 2025-03-04" in text
    assert "# used in app/api.rb\n" in text
    assert list(tomllib.loads(text)["gems"]) == ["httparty"]
    assert tomllib.loads(text)["gems"]["httparty"]["owner"].endswith("catalog")


def test_a_commit_message_can_add_nothing_to_the_register(shop: GitRepo) -> None:
    shop.write({"Gemfile": 'gem "evil"\n', "Gemfile.lock": "GEM\n  specs:\n    evil (1.0)\n\nDEPENDENCIES\n  evil\n"})
    shop.git("commit", "-q", "-am", 'x\r[gems.evil]\vreason = "y"', GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@x",
             GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@x")  # fmt: skip
    assert tomllib.loads(_stubs(shop))["gems"] == {"evil": {"reason": "", "owner": ""}}
