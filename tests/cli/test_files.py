from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.cli.files import remove_inside, replace_inside
from dxscore.errors import DxscoreError


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    replace_inside(tmp_path, "a/b.yml", "x\n")
    replace_inside(tmp_path, "a/b.yml", "y\n")
    assert [(file.name, file.read_text()) for file in (tmp_path / "a").iterdir()] == [("b.yml", "y\n")]


def test_a_file_that_can_not_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file, no folder")
    with pytest.raises(DxscoreError, match=r"a/b\.yml can't be written"):
        replace_inside(tmp_path, "a/b.yml", "x")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "b.yml").mkdir()
    with pytest.raises(DxscoreError, match=r"c/b\.yml can't be written"):
        replace_inside(tmp_path, "c/b.yml", "x")
    assert [file.name for file in (tmp_path / "c").iterdir()] == ["b.yml"]


@pytest.mark.parametrize("path", ["../x", "linked/x", "file"])
def test_nothing_outside_or_behind_a_link_is_touched(path: str, tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "x").write_text("kept")
    (root / "linked").symlink_to(other)
    (root / "file").symlink_to(other / "x")
    with pytest.raises(DxscoreError, match="link or lies outside"):
        replace_inside(root, path, "changed")
    with pytest.raises(DxscoreError, match="link or lies outside"):
        remove_inside(root, path)
    assert (other / "x").read_text() == "kept"


def test_removing_what_is_not_there_is_fine(tmp_path: Path) -> None:
    remove_inside(tmp_path, "a/b.yml")
    assert list(tmp_path.iterdir()) == []
