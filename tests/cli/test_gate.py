from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.git_repos import GitRepo
from tests.pipeline.gates import CLEAN, SWALLOWING


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "app")
    repo.commit({"app/models/sync.rb": CLEAN})
    repo.commit({"app/models/sync.rb": SWALLOWING})
    return repo


def test_a_change_that_adds_debt_exits_with_1(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "gate", repo.path, "--base", "HEAD~1", "--no-cache")
    assert outcome.code == 1
    assert "app/models/sync.rb:4" in outcome.out


def test_a_change_that_adds_none_exits_with_0(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "gate", repo.path, "--base", "HEAD", "--no-cache").code == 0
    assert run(capsys, "gate", repo.path, "--base", "HEAD", "--head", "HEAD~1", "--no-cache").code == 0


def test_several_outputs(repo: GitRepo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = ("-o", f"json={tmp_path / 'out/gate.json'}", "-o", f"markdown={tmp_path / 'out/gate.md'}")
    run(capsys, "gate", repo.path, "--base", "HEAD~1", "--no-cache", *outputs)
    assert json.loads((tmp_path / "out/gate.json").read_text())["ruling"] == "stop"
    assert "<!-- dxscore-gate -->" in (tmp_path / "out/gate.md").read_text()


def test_one_change_at_a_time(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "gate", repo.path, "--staged", "--worktree")
    assert (outcome.code, "several changes" in outcome.err) == (2, True)


def test_what_can_not_be_judged_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "gate", tmp_path)
    assert (outcome.code, "not a git repository" in outcome.err) == (2, True)


def test_a_policy_from_elsewhere(repo: GitRepo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "lenient.toml"
    policy.write_text('[gate]\nfail_on = "never"\n')
    assert run(capsys, "gate", repo.path, "--base", "HEAD~1", "--no-cache", "--config", policy).code == 0
