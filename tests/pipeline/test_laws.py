"""Who judges a change, and what the change does to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from dxscore.config import Config
from dxscore.domain.gate import GateReport
from dxscore.inputs.repository import open_repository
from dxscore.inputs.tree import ObjectTree
from dxscore.pipeline.ends import GateRequest
from dxscore.pipeline.gating import gate
from dxscore.pipeline.laws import edited_policy, law_in
from dxscore.pipeline.reading import ScanRequest
from dxscore.pipeline.scanning import scan
from tests.git_repos import GitRepo
from tests.pipeline.gates import AS_OF, CLEAN, SWALLOWED, SWALLOWING, new

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
    edited = edited_policy(before, after, Config(), law_in(before, Config(), AS_OF, None))
    assert [place.path for place in edited.places] == [".dxscore/rules/a.yml", "dxscore.toml"]
    assert edited.law
    assert [rule.id for rule in edited.law.rules] == ["own.saves"]


def cached_gate(root: Path) -> GateReport:
    return gate(GateRequest(root, AS_OF, "HEAD~1", jobs=1), lambda _done, _all: None)


def without_rules(store: Path) -> bytes:
    """A store of rules under the same key that holds none."""
    return msgspec.msgpack.encode(msgspec.msgpack.decode(store.read_bytes()) | {"rules": []})


@pytest.mark.parametrize("place", ["", ".dxscore", ".dxscore/cache"])
def test_a_cache_that_a_change_brings_along_has_no_say(
    repo: GitRepo, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`place` is the link that leads to it, '' for none."""
    monkeypatch.setattr("dxscore.pipeline.reading.RULEBOOK", repo.path / "none")  # else nothing is kept in the project
    repo.commit({"app/models/sync.rb": CLEAN})
    repo.commit({"app/models/sync.rb": SWALLOWING})
    cached_gate(repo.path)
    cache = repo.path / ".dxscore/cache"
    evil = {path.name: without_rules(path) for path in cache.glob("rules*.msgpack")}
    assert "rules.msgpack" in evil
    assert [rule for rule, _, _ in new(cached_gate(repo.path))] == [SWALLOWED]
    shutil.rmtree(cache)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    where = {"": ".dxscore/cache", ".dxscore": "evil/cache", ".dxscore/cache": "evil"}[place]
    repo.write({f"{where}/{name}": content for name, content in evil.items()})
    if place:
        shutil.rmtree(repo.path / place, ignore_errors=True)
        (repo.path / place).symlink_to(repo.path / "evil")
    repo.write({"app/models/sync.rb": SWALLOWING})
    repo.git("add", "-f", "-A", ".")
    repo.git("add", "-f", f"{where}/rules.msgpack")
    repo.commit({})
    assert [rule for rule, _, _ in new(cached_gate(repo.path))] == [SWALLOWED]
    findings = scan(ScanRequest(repo.path, Config(), AS_OF), lambda _done, _all: None).findings
    assert SWALLOWED in {finding.rule for finding in findings}
