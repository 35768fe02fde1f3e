"""Rule folders -> the bytes of their YAML files; links out of a folder and unreasonable amounts are problems."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from dxscore.config import RulesConfig
from dxscore.errors import Problem
from dxscore.inputs.tree import FolderTree, LinkError, Tree

MAX_BYTES = 256 * 1024
MAX_FILES = 2000
"""Per folder."""

MAX_FOLDER_BYTES = 8 * 1024 * 1024

SCORECARDS = "scorecards"
"""Name of the folder, directly below a rule folder, that holds scorecards instead of rules."""

PRIORITIES = "priorities"
"""Likewise of the one with weights, which no rule needs: dxscore.rulebook.priorities reads it when it is asked for."""

GOLDEN_PATH = "golden-path"
"""Likewise of the one with patterns of data access: dxscore.rulebook.golden_path."""


class RuleFile(Struct, frozen=True):
    """One file to parse."""

    path: str
    """As problems show it: the folder as it was given, and the path below it."""
    data: bytes
    folder: int
    """Position of its folder: later folders overrule the scorecards of earlier ones."""
    scorecard: bool


class RuleFolder(Struct, frozen=True):
    """A folder of rules in some version of a project."""

    tree: Tree
    path: str
    """In the tree; '' for all of it."""
    shown: str
    """How problems and origins of rules name it."""

    @classmethod
    def on_disk(cls, folder: Path) -> RuleFolder:
        """A folder by itself: links out of it lead nowhere."""
        return cls(FolderTree(folder), "", str(folder))

    @classmethod
    def shipped(cls, folder: Path) -> RuleFolder:
        """The rules of dxscore, named alike wherever it is installed: a prebuilt rulebook is of use anywhere."""
        return cls(FolderTree(folder), "", "rules")


def find_files(folders: Sequence[RuleFolder]) -> tuple[list[RuleFile], list[Problem]]:
    """All `**/*.yml` in a stable order, and what is wrong with the folders themselves."""
    found = [item for position, folder in enumerate(folders) for item in _files_in(folder, position)]
    files = [item for item in found if isinstance(item, RuleFile)]
    return files, [item for item in found if isinstance(item, Problem)]


def _files_in(folder: RuleFolder, position: int) -> Iterator[RuleFile | Problem]:
    if not folder.tree.is_folder(folder.path):
        if not folder.shown.endswith(RulesConfig().paths):
            yield Problem(folder.shown, 1, "there is no such rules folder", "see [rules] paths in dxscore.toml")
        return
    start = f"{folder.path}/" if folder.path else ""
    below = (path[len(start) :] for path in folder.tree.below(folder.path) if path.endswith((".yml", ".yaml")))
    names = sorted(name for name in below if not name.startswith((f"{PRIORITIES}/", f"{GOLDEN_PATH}/")))
    if len(names) > MAX_FILES:
        yield Problem(folder.shown, 1, f"more than {MAX_FILES} rule files in one folder")
        return
    left = MAX_FOLDER_BYTES
    for name in names:
        shown = _printable(f"{folder.shown}/{name}")
        content = _content(folder, start + name)
        left -= len(content) if isinstance(content, bytes) else 0
        if left < 0:
            yield Problem(folder.shown, 1, f"more than {MAX_FOLDER_BYTES // 1024} KiB of rules in one folder")
            return
        if isinstance(content, str):
            yield Problem(shown, 1, content)
        elif len(content) > MAX_BYTES:
            yield Problem(shown, 1, f"larger than {MAX_BYTES // 1024} KiB")
        else:
            yield RuleFile(shown, content, position, scorecard=name.startswith(f"{SCORECARDS}/"))


def _printable(path: str) -> str:
    """A path that can't steer a terminal and can be written as UTF-8."""
    return path if path.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in path)


def _content(folder: RuleFolder, path: str) -> bytes | str:
    """The first bytes of a file, one more than it may have; or why it is not read."""
    try:
        return _read(folder, path)
    except LinkError:
        return "the link leads out of the rules folder"
    except OSError as error:
        return f"can't be read: {error.strerror}" if error.strerror else "not a regular file"


def _read(folder: RuleFolder, path: str) -> bytes:
    """Raises OSError, LinkError for a link that is to be followed neither."""
    try:
        return folder.tree.read(path, MAX_BYTES + 1)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    real, inside = folder.tree.real_path(path), folder.tree.real_path(folder.path)
    if inside and not real.startswith(f"{inside}/"):
        raise LinkError(path)
    return folder.tree.read(real, MAX_BYTES + 1)
