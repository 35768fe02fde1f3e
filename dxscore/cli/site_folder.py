"""Pages of a site -> a folder: written whole, and what an earlier run left that is no page any more is removed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from dxscore.errors import DxscoreError

MARK = ".dxscore-site"
"""The file that says which files of the folder are ours, one name a line."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\.html")


def write_site(folder: Path, pages: Iterable[tuple[str, str]]) -> None:
    """Raises DxscoreError for a folder that holds something else, and when it can't be written."""
    try:
        before = _prepared(folder)
        names = []
        for name, text in pages:
            (folder / name).write_text(text, encoding="utf-8", newline="")
            names.append(name)
        for gone in before.difference(names):
            (folder / gone).unlink(missing_ok=True)
        (folder / MARK).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    except OSError as error:
        raise DxscoreError(f"{folder} can't be written: {error.strerror or error}", "name another folder") from error
    print(f"wrote {len(names)} pages, begin with {folder / 'index.html'}", file=sys.stderr)


def write_facts(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Files beside whatever else the folder holds. Raises DxscoreError when they can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            (folder / name).write_text(text, encoding="utf-8", newline="")
            print(f"wrote {folder / name}", file=sys.stderr)
    except OSError as error:
        raise DxscoreError(f"{folder} can't be written: {error.strerror or error}", "name another folder") from error


def _prepared(folder: Path) -> set[str]:
    """Make the folder; gives the pages that an earlier run left."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    if mark.is_file():
        return {
            name for name in mark.read_text(encoding="utf-8", errors="replace").split("\n") if _NAME.fullmatch(name)
        }
    if any(folder.iterdir()):
        raise DxscoreError(f"{folder} holds something that is no report of dxscore", "name an empty or new folder")
    return set()
