"""Files that a command leaves in the project: written whole or not at all, and never behind a link that leads out."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from dxscore.errors import DxscoreError


def replace_inside(root: Path, path: str, text: str) -> None:
    """Give a file below `root` this content; one that has it already is not touched. Raises DxscoreError."""
    target = _place(root, path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    content = text.encode()
    try:
        if target.is_file() and target.read_bytes() == content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _trouble(path, error) from error


def remove_inside(root: Path, path: str) -> None:
    """Remove a file below `root`. Raises DxscoreError."""
    try:
        _place(root, path).unlink(missing_ok=True)
    except OSError as error:
        raise _trouble(path, error) from error


def _place(root: Path, path: str) -> Path:
    target = root / path
    if target.is_symlink() or not target.resolve().is_relative_to(root.resolve()):
        raise DxscoreError(f"{path} is a link or lies outside of {root}", "make it a plain file of the project")
    return target


def _trouble(path: str, error: OSError) -> DxscoreError:
    return DxscoreError(f"{path} can't be written: {error.strerror or error}", "make the folder writable")
