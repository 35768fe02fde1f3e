"""One version of a project's files -> the bytes of any of them: from disk, from a commit or from the index."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dxscore.inputs.objects import Blobs
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.repository import Repository
from dxscore.inputs.revisions import LINK, SUBMODULE, TreeEntry

_MOST_LINKS = 40
"""On the way to one file; as many as Linux follows."""
_MOST_STEPS = 1000
"""Parts of paths on that way."""
_LONGEST_TARGET = 4095
"""Bytes that a link may hold on Linux."""


class Tree(Protocol):
    """The files of a project at one time. Paths are relative to its root, with forward slashes.

    Folders that are links are entered where they stay inside the project; nothing outside of it can be reached.
    """

    def read(self, path: str, limit: int = -1) -> bytes:
        """The first `limit` bytes (all of them by default) of a regular file.

        Raises OSError: FileNotFoundError when nothing is there, LinkError for a link, or a folder that leads out.
        """

    def is_file(self, path: str) -> bool:
        """Whether there is a file; also for a link, which `read` refuses."""

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, '' being the root; also for a link to a folder inside the project."""

    def below(self, folder: str, *, deep: bool = True) -> Iterable[str]:
        """Paths of everything in a folder that is no folder, at any depth or, if not `deep`, right there; in any order.

        Links to files, or to nothing, are given as they are; those to folders are neither given nor entered.
        """

    def real_path(self, path: str) -> str:
        """The path with all links resolved, as far as they lead anywhere.

        Raises LinkError when one leads out of the project.
        """


class LinkError(OSError):
    """A link in the way: not the same as no file, so no FileNotFoundError."""

    def __init__(self, path: str, reason: str = "the link leads out of the project") -> None:
        super().__init__(errno.ELOOP, reason, path)


@dataclass(frozen=True, slots=True)
class FolderTree:
    """What lies on disk."""

    root: Path
    _real_root: str = field(init=False, repr=False, compare=False)
    _inside: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Folder -> whether it lies in the project, wherever its links lead."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_real_root", os.path.realpath(self.root))

    def read(self, path: str, limit: int = -1) -> bytes:
        """See Tree."""
        self._status(path)
        return read_bytes(self._place(path), limit)

    def is_file(self, path: str) -> bool:
        """See Tree."""
        try:
            mode = self._status(path).st_mode
        except OSError:
            return False
        return stat.S_ISREG(mode) or stat.S_ISLNK(mode)

    def is_folder(self, path: str) -> bool:
        """See Tree."""
        try:
            return stat.S_ISDIR(os.stat(self._place(path)).st_mode) and self._is_inside(path)  # noqa: PTH116 - no Path
        except OSError:
            return False

    def below(self, folder: str, *, deep: bool = True) -> Iterator[str]:
        """See Tree."""
        if not self.is_folder(folder):
            return
        start = self._place(folder)
        for parent, _, names in os.walk(start):
            inside = "/".join(part for part in (folder, parent[len(start) + 1 :]) if part)
            yield from (f"{inside}/{name}" if inside else name for name in names)
            if not deep:
                return

    def real_path(self, path: str) -> str:
        """See Tree."""
        real = os.path.realpath(self._place(path))
        if real != self._real_root and not real.startswith(f"{self._real_root}/"):
            raise LinkError(path)
        return real[len(self._real_root) + 1 :]

    def _status(self, path: str) -> os.stat_result:
        """Of what is there, links not followed. Raises OSError, LinkError when its folder lies outside."""
        status = os.lstat(self._place(path))
        if not self._is_inside(path.rpartition("/")[0]):
            raise LinkError(path)
        return status

    def _place(self, path: str) -> str:
        if "\0" in path:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return f"{self._real_root}/{path}" if path else self._real_root

    def _is_inside(self, folder: str) -> bool:
        if folder not in self._inside:
            try:
                self.real_path(folder)
                self._inside[folder] = True
            except LinkError:
                self._inside[folder] = False
        return self._inside[folder]


@dataclass(frozen=True, slots=True)
class ObjectTree:
    """A commit or the index."""

    entries: Mapping[str, TreeEntry]
    """By path."""
    repository: Repository
    version: str
    """Full id of the commit, STAGED for the index."""
    blobs: Blobs
    _targets: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Where links lead, by path; asked of every folder on the way to one."""

    @classmethod
    def of(cls, repository: Repository, version: str, blobs: Blobs | None = None) -> ObjectTree:
        """The tree of a version as in Repository.entries, with the blobs of another tree to share its git process.

        Raises DxscoreError when git can't list it.
        """
        entries = {entry.path: entry for entry in repository.entries(version)}
        return cls(entries, repository, version, blobs or Blobs(repository.root))

    def read(self, path: str, limit: int = -1) -> bytes:
        """See Tree. Raises DxscoreError, too, in a partial clone without the file."""
        entry = self._entry(path)
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if entry.mode == LINK:
            raise LinkError(path, "a link is not followed")
        content = self.blobs.read(entry.blob)
        return content if limit < 0 else content[:limit]

    def is_file(self, path: str) -> bool:
        """See Tree."""
        try:
            return self._entry(path) is not None
        except OSError:
            return False

    def is_folder(self, path: str) -> bool:
        """See Tree."""
        try:
            real = self.real_path(path)
        except OSError:
            return False
        return not real or any(each.startswith(f"{real}/") for each in self.entries)

    def below(self, folder: str, *, deep: bool = True) -> Iterator[str]:
        """See Tree."""
        if not self.is_folder(folder):
            return
        start = self.real_path(folder)
        inside = f"{start}/" if start else ""
        shown = f"{folder}/" if folder else ""
        for path, entry in self.entries.items():
            wanted = path.startswith(inside) and (deep or "/" not in path[len(inside) :])
            if wanted and not self._is_folder_like(entry):
                yield shown + path[len(inside) :]

    def real_path(self, path: str) -> str:
        """See Tree."""
        if path in self.entries and self.entries[path].mode != LINK:
            return path
        real: list[str] = []
        waiting = path.split("/")[::-1]
        links = 0
        for _ in range(_MOST_STEPS):
            if not waiting or links > _MOST_LINKS:
                break
            _step(real, waiting.pop(), path)
            target = self._target("/".join(real))
            if target.startswith("/"):
                raise LinkError(path)
            if target:
                links += 1
                real.pop()
                waiting += target.split("/")[::-1]
        return path if waiting else "/".join(real)

    def _target(self, path: str) -> str:
        """Where a link leads, '' for what is no link that a file system could hold."""
        if path not in self._targets:
            entry = self.entries.get(path)
            target = self.blobs.read(entry.blob) if entry and entry.mode == LINK else b""
            self._targets[path] = os.fsdecode(target) if len(target) <= _LONGEST_TARGET else ""
        return self._targets[path]

    def _entry(self, path: str) -> TreeEntry | None:
        """The file or link that a path names, folders on the way resolved."""
        folder, _, name = path.rpartition("/")
        real = self.real_path(folder)
        entry = self.entries.get(path) or self.entries.get(f"{real}/{name}" if real else name)
        return entry if entry and entry.mode != SUBMODULE else None

    def _is_folder_like(self, entry: TreeEntry) -> bool:
        return entry.mode == SUBMODULE or (entry.mode == LINK and self.is_folder(entry.path))


def _step(real: list[str], part: str, path: str) -> None:
    """Go one part further. Raises LinkError when that is above the root."""
    if part == "..":
        if not real:
            raise LinkError(path)
        real.pop()
    elif part not in ("", "."):
        real.append(part)
