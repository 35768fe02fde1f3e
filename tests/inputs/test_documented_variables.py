from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.documented_variables import documented_variables
from dxscore.inputs.tree import FolderTree


def test_variables_of_example_files_and_manifests_are_known(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("A=1\nexport B=2\n# C=3\n# prose about D\nE =\n")
    (tmp_path / ".env.test").write_text("A=0\nT=1\n")
    (tmp_path / "app.json").write_text('{"env": {"H": {"required": true}, "B": "x"}}')
    assert documented_variables(FolderTree(tmp_path)) == {
        "A": ".env.example",
        "B": ".env.example",
        "C": ".env.example",
        "T": ".env.test",
        "H": "app.json",
    }


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"env": []}', "[" * 100_000, "\0"])
def test_a_broken_manifest_names_nothing(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "app.json").write_text(manifest)
    assert documented_variables(FolderTree(tmp_path)) == {}


def test_an_example_file_outside_of_the_project_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("PASSWORD=1")
    root = tmp_path / "project"
    root.mkdir()
    (root / ".env").symlink_to("../secret")
    assert documented_variables(FolderTree(root)) == {}
