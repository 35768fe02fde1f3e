"""Rule folders -> the bytes of their YAML files; links out of a folder and unreasonable amounts are problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dxscore.config import RulesConfig
from dxscore.errors import Problem

MAX_BYTES = 256 * 1024
MAX_FILES = 2000
"""Per folder."""

MAX_FOLDER_BYTES = 8 * 1024 * 1024

SCORECARDS = "scorecards"
"""Name of the folder, directly below a rule folder, that holds scorecards instead of rules."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file to parse."""

    path: str
    """As problems show it: the folder as it was given, and the path below it."""
    data: bytes
    folder: int
    """Position of its folder: later folders overrule the scorecards of earlier ones."""
    scorecard: bool


def find_files(folders: Sequence[Path]) -> tuple[list[RuleFile], list[Problem]]:
    """All `**/*.yml` in a stable order, and what is wrong with the folders themselves."""
    found = [item for position, folder in enumerate(folders) for item in _files_in(folder, position)]
    files = [item for item in found if isinstance(item, RuleFile)]
    return files, [item for item in found if isinstance(item, Problem)]


def _files_in(folder: Path, position: int) -> Iterator[RuleFile | Problem]:
    if not folder.is_dir():
        if not folder.as_posix().endswith(RulesConfig().paths):
            yield Problem(str(folder), 1, "there is no such rules folder", "see [rules] paths in dxscore.toml")
        return
    paths = sorted(_yaml_paths(folder), key=str)
    if len(paths) > MAX_FILES:
        yield Problem(str(folder), 1, f"more than {MAX_FILES} rule files in one folder")
        return
    scorecards = str(folder / SCORECARDS) + os.sep
    left = MAX_FOLDER_BYTES
    for path in paths:
        shown = _printable(str(path))
        content = _content(path, folder)
        left -= len(content)
        if left < 0:
            yield Problem(str(folder), 1, f"more than {MAX_FOLDER_BYTES // 1024} KiB of rules in one folder")
            return
        if isinstance(content, bytes):
            yield RuleFile(shown, content, position, scorecard=str(path).startswith(scorecards))
        else:
            yield Problem(shown, 1, content)


def _yaml_paths(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if name.endswith((".yml", ".yaml")))


def _printable(path: str) -> str:
    """A path that can't steer a terminal and can be written as UTF-8."""
    return path if path.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in path)


def _content(path: Path, folder: Path) -> bytes | str:
    """The bytes of a file, or why it is not read."""
    try:
        return _refused(path, folder) or path.read_bytes()
    except OSError as error:
        return f"can't be read: {error.strerror}"


def _refused(path: Path, folder: Path) -> str:
    """Why a file is not opened, '' when it may be."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        if not path.resolve().is_relative_to(folder.resolve()):
            return "the link leads out of the rules folder"
        status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    return f"larger than {MAX_BYTES // 1024} KiB" if status.st_size > MAX_BYTES else ""
