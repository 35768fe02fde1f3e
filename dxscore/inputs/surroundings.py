"""A folder -> what it already has that dxscore can use, for `dxscore init`."""

from __future__ import annotations

from pathlib import Path

from dxscore.domain.surroundings import Surroundings
from dxscore.inputs.owners import detect_sources
from dxscore.inputs.versions import locked_versions

_CI = {
    "GitHub Actions": ".github/workflows",
    "GitLab CI": ".gitlab-ci.yml",
    "Buildkite": ".buildkite",
    "CircleCI": ".circleci/config.yml",
    "Jenkins": "Jenkinsfile",
    "Semaphore": ".semaphore",
}


def look_around(root: Path) -> Surroundings:
    """Look for Rails, owners, packs and CI below `root`."""
    return Surroundings(
        rails=locked_versions(root).rails,
        owner_sources=detect_sources(root),
        packs=sum(1 for folder in ("packs", "components", "engines") for _ in root.glob(f"{folder}/**/package.yml")),
        ci=tuple(name for name, place in _CI.items() if (root / place).exists()),
    )
