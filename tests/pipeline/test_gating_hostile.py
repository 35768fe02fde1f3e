"""Pull requests that mean no good: what they bring along is told, and nothing of it decides."""

from __future__ import annotations

import pytest

from dxscore.domain.gate import Change
from tests.git_repos import GitRepo
from tests.pipeline.gates import CLEAN, SWALLOWED, SWALLOWING, everything, gated, new


def test_a_submodule_is_told_and_not_entered(repo: GitRepo) -> None:
    other = GitRepo.create(repo.path.parent / "other")
    other.commit({"app/models/x.rb": SWALLOWING})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.path.as_uri(), "engines/other")
    repo.commit({})
    report = gated(repo.path, "start")
    assert new(report) == []
    assert ("engines/other", "submodule") in {(skip.path, skip.reason) for skip in report.skipped}


def test_a_change_of_a_thousand_files_is_judged_whole(repo: GitRepo) -> None:
    code = {f"app/models/m{number}.rb": CLEAN.replace("Sync", f"M{number}") for number in range(999)}
    repo.commit({**code, "app/models/m999.rb": SWALLOWING.replace("Sync", "M999")})
    report = gated(repo.path, "start")
    assert report.changed_files == 1000
    assert (SWALLOWED, "app/models/m999.rb", 4) in new(report)


def test_a_file_beyond_the_limit_is_a_skip(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": SWALLOWING + "# x\n" * 400_000})
    report = gated(repo.path, "start")
    assert [(skip.path, skip.reason) for skip in report.skipped] == [("app/models/sync.rb", "too large")]
    assert not [each for each in everything(report) if each.change is Change.NEW]


@pytest.mark.parametrize("path", ["app/models/sync.rb", "app/models/::error::.rb", "app/models/a\tb.rb"])
def test_names_of_files_are_only_names(repo: GitRepo, path: str) -> None:
    repo.commit({path: SWALLOWING})
    assert [found for found in new(gated(repo.path, "start")) if found[0] == SWALLOWED] == [(SWALLOWED, path, 4)]
