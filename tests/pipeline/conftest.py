"""What tests of the pipeline share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.git_repos import GitRepo
from tests.pipeline.gates import CLEAN, SWALLOWING


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo.create(tmp_path / "app")
    repo.commit({"app/models/sync.rb": CLEAN, "app/models/old.rb": SWALLOWING.replace("Sync", "Old")})
    repo.git("branch", "start")
    return repo
