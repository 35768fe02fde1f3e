"""dxscore.toml of a version of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.errors import InvalidInputError
from dxscore.inputs.repository import open_repository
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import FolderTree, ObjectTree
from tests.git_repos import GitRepo


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert read_config(FolderTree(tmp_path)) == Config()


def test_the_commit_counts_and_not_what_lies_on_disk(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    commit = repo.commit({"dxscore.toml": "[scan]\nmax_file_kib = 7\n"})
    repo.write({"dxscore.toml": "[scan]\nmax_file_kib = 9\n"})
    repository = open_repository(tmp_path)
    assert repository
    assert read_config(ObjectTree.of(repository, commit)).scan.max_file_kib == 7
    assert read_config(FolderTree(tmp_path)).scan.max_file_kib == 9


def test_a_link_is_followed_inside_the_project_only(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "config").mkdir(parents=True)
    (root / "config/dx.toml").write_text("[scan]\nmax_file_kib = 7\n")
    (root / "dxscore.toml").symlink_to("config/dx.toml")
    assert read_config(FolderTree(root)).scan.max_file_kib == 7
    (tmp_path / "outside.toml").write_text("password = 1\n")
    (root / "config/dx.toml").unlink()
    (root / "config/dx.toml").symlink_to(tmp_path / "outside.toml")
    with pytest.raises(InvalidInputError, match="leads out of the project"):
        read_config(FolderTree(root))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"scann = 1\n", "shown.toml:1: unknown key"), (b"#" * (1 << 20) + b"#", "shown.toml:1: is larger than 1024 KiB")],
)
def test_problems_name_the_file_as_asked(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "dxscore.toml").write_bytes(content)
    with pytest.raises(InvalidInputError, match=complaint):
        read_config(FolderTree(tmp_path), "shown.toml")
