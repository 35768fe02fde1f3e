"""The environment, the user's and the project's Bundler config files -> Bundler's settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dxscore.inputs.reading import read_bytes
from dxscore.inputs.tree import Tree
from dxscore.rubygems.bundler_settings import BundlerSettings, merged_settings

_MAX_BYTES = 1 << 20


def read_bundler_settings(project: Tree, environ: Mapping[str, str], home: Path) -> BundlerSettings:
    """What Bundler would go by in this project; a file that can't be read counts as empty."""
    if environ.get("BUNDLE_IGNORE_CONFIG"):
        return merged_settings("", environ, "")
    return merged_settings(_user(environ, home), environ, _project(project, environ))


def _user(environ: Mapping[str, str], home: Path) -> str:
    named = environ.get("BUNDLE_CONFIG") or environ.get("BUNDLE_USER_CONFIG")
    folder = Path(environ.get("BUNDLE_USER_HOME") or home / ".bundle")
    return _text(Path(named) if named else folder / "config")


def _project(project: Tree, environ: Mapping[str, str]) -> str:
    folder = environ.get("BUNDLE_APP_CONFIG", "")
    if Path(folder).is_absolute():
        return _text(Path(folder) / "config")
    try:
        return project.read(f"{folder or '.bundle'}/config", _MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        return read_bytes(path, _MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
