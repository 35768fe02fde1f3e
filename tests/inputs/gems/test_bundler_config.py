from __future__ import annotations

from pathlib import Path

from dxscore.inputs.gems.bundler_config import read_bundler_settings
from dxscore.inputs.tree import FolderTree

_SERVER = "https://gems.example.com/"


def _write(path: Path, value: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'---\nBUNDLE_GEMS__EXAMPLE__COM: "{value}"\n')


def _credentials(folder: Path, **environ: str) -> str:
    project = folder / "project"
    project.mkdir(exist_ok=True)
    return read_bundler_settings(FolderTree(project), environ, folder / "home").credentials(_SERVER)


def test_without_any_file_there_is_nothing(tmp_path: Path) -> None:
    assert _credentials(tmp_path) == ""


def test_the_users_file(tmp_path: Path) -> None:
    _write(tmp_path / "home" / ".bundle" / "config", "user")
    assert _credentials(tmp_path) == "user"
    assert _credentials(tmp_path, BUNDLE_IGNORE_CONFIG="1") == ""


def test_the_users_file_can_be_elsewhere(tmp_path: Path) -> None:
    _write(tmp_path / "home" / ".bundle" / "config", "user")
    _write(tmp_path / "elsewhere" / "config", "elsewhere")
    assert _credentials(tmp_path, BUNDLE_USER_HOME=str(tmp_path / "elsewhere")) == "elsewhere"
    assert _credentials(tmp_path, BUNDLE_USER_CONFIG=str(tmp_path / "elsewhere" / "config")) == "elsewhere"


def test_the_projects_file_is_strongest(tmp_path: Path) -> None:
    _write(tmp_path / "home" / ".bundle" / "config", "user")
    _write(tmp_path / "project" / ".bundle" / "config", "project")
    assert _credentials(tmp_path, BUNDLE_GEMS__EXAMPLE__COM="environment") == "project"


def test_the_projects_file_can_be_elsewhere(tmp_path: Path) -> None:
    _write(tmp_path / "project" / "conf" / "config", "inside")
    _write(tmp_path / "outside" / "config", "outside")
    assert _credentials(tmp_path, BUNDLE_APP_CONFIG="conf") == "inside"
    assert _credentials(tmp_path, BUNDLE_APP_CONFIG=str(tmp_path / "outside")) == "outside"


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    _write(tmp_path / "outside" / "config", "outside")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".bundle").symlink_to(tmp_path / "outside")
    assert _credentials(tmp_path) == ""
