"""Who judges a change, and what the change does to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.inputs.repository import open_repository
from dxscore.inputs.tree import ObjectTree
from dxscore.pipeline.laws import edited_policy, law_in
from tests.git_repos import GitRepo

RULE = """\
id: own.saves
match: {{call: {{name: {name}}}}}
message: saves
tests: {{invalid: ["x.{name}"], valid: ["x.load"]}}
"""


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def test_a_policy_behind_links_is_watched(repo: GitRepo) -> None:
    repo.write({"config/dx.toml": "", ".dxscore/rules/a.txt": RULE.format(name="save")})
    (repo.path / "dxscore.toml").symlink_to("config/dx.toml")
    (repo.path / ".dxscore/rules/a.yml").symlink_to("a.txt")
    base = repo.commit({})
    head = repo.commit(
        {"config/dx.toml": "[rules]\ndisable = ['tech-debt']\n", ".dxscore/rules/a.txt": RULE.format(name="dump")}
    )
    repository = open_repository(repo.path)
    assert repository
    before, after = ObjectTree.of(repository, base), ObjectTree.of(repository, head)
    edited = edited_policy(before, after, Config(), law_in(before, Config(), date(2026, 11, 25), None))
    assert [place.path for place in edited.places] == [".dxscore/rules/a.yml", "dxscore.toml"]
    assert edited.law
    assert [rule.id for rule in edited.law.rules] == ["own.saves"]
