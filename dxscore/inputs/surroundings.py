"""A folder -> what it already has that dxscore can use, for `dxscore init`."""

from __future__ import annotations

from pathlib import Path

from dxscore.config import OwnersConfig
from dxscore.domain.surroundings import Surroundings
from dxscore.inputs.owners import load_owners
from dxscore.inputs.tree import FolderTree
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
    packages = [
        str(file.relative_to(root))
        for folder in ("packs", "components", "engines")
        for file in root.glob(f"{folder}/**/package.yml")
    ]
    sources = load_owners(FolderTree(root), packages, OwnersConfig()).sources
    return Surroundings(
        rails=locked_versions(FolderTree(root)).rails,
        owner_sources=tuple(f"{source.name} ({source.place})" for source in sources if source.place),
        packs=len(packages),
        ci=tuple(name for name, place in _CI.items() if (root / place).exists()),
    )
