"""A plain folder -> the paths of its files, without those that its .gitignore files leave out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.inputs.reading import read_bytes

_NEVER_ENTERED = frozenset({".git", ".hg", ".svn", "node_modules"})
_MAX_IGNORE_FILE = 1024 * 1024


class _Ignores(Struct, frozen=True):
    """One .gitignore file."""

    folder: str
    """'' or 'some/folder/': its patterns see paths from here."""
    spec: GitIgnoreSpec


def walk(root: Path) -> Iterator[str]:
    """Paths of everything that is no folder, relative to `root`; links are given as they are, never entered.

    A folder that can't be listed is given as a path that ends in '/'.
    """
    pending: list[tuple[str, tuple[_Ignores, ...]]] = [("", ())]
    while pending:
        folder, ignores = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError:
            yield folder or "./"
            continue
        ignores = _with_own(root, folder, ignores)
        for entry in entries:
            path = folder + entry.name
            if not entry.is_dir(follow_symlinks=False):
                if not _ignored(path, ignores):
                    yield path
            elif entry.name not in _NEVER_ENTERED and not _ignored(path + "/", ignores):
                pending.append((path + "/", ignores))


def _with_own(root: Path, folder: str, ignores: tuple[_Ignores, ...]) -> tuple[_Ignores, ...]:
    try:
        lines = read_bytes(root / folder / ".gitignore", _MAX_IGNORE_FILE).decode("utf-8", "surrogateescape")
    except OSError:
        return ignores
    return (_Ignores(folder, GitIgnoreSpec.from_lines(_usable(lines.splitlines()))), *ignores)


def _usable(lines: Sequence[str]) -> Iterator[str]:
    """The patterns that can be read; git, too, passes over the others."""
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        yield line


def _ignored(path: str, ignores: Sequence[_Ignores]) -> bool:
    """The nearest .gitignore with a word on the path decides."""
    for each in ignores:
        verdict = each.spec.check_file(path[len(each.folder) :]).include
        if verdict is not None:
            return verdict
    return False
