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
from dxscore.inputs.snapshots import LINK, SUBMODULE, TreeEntry

_MOST_LINKS = 40
"""On the way to one file; as many as Linux follows."""


class Tree(Protocol):
    """The files of a project at one time. Paths are relative to its root, with forward slashes.

    Links are followed where they stay inside the project; everything else behind a link is not there.
    """

    def read(self, path: str, limit: int = -1) -> bytes:
        """The first `limit` bytes (all of them by default) of a regular file.

        Raises OSError: FileNotFoundError when nothing is there, LinkError when a link leads out or nowhere.
        """

    def is_file(self, path: str) -> bool:
        """Whether `read` would find a regular file."""

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the project; '' is its root."""

    def below(self, folder: str) -> Iterable[str]:
        """Paths of everything in a folder ('' is the root) at any depth that is no folder, in any order.

        Links are given as they are; those to folders are neither given nor entered.
        """


class LinkError(OSError):
    """A link out of the tree, or to nothing: not the same as no file, so no FileNotFoundError."""


@dataclass(frozen=True, slots=True)
class FolderTree:
    """What lies on disk."""

    root: Path
    _real_root: str = field(init=False, repr=False, compare=False)
    _known: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Folder -> whether no link leads there."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_real_root", os.path.realpath(self.root))

    def read(self, path: str, limit: int = -1) -> bytes:
        """See Tree."""
        return read_bytes(self._place(path), limit)

    def is_file(self, path: str) -> bool:
        """See Tree."""
        try:
            return stat.S_ISREG(os.lstat(self._place(path)).st_mode)
        except OSError:
            return False

    def is_folder(self, path: str) -> bool:
        """See Tree."""
        try:
            return stat.S_ISDIR(os.lstat(self._place(path)).st_mode)
        except OSError:
            return False

    def below(self, folder: str) -> Iterator[str]:
        """See Tree."""
        if not self.is_folder(folder):
            return
        start = self._place(folder)
        for parent, _, names in os.walk(start):
            inside = parent[len(start) :].lstrip("/")
            prefix = "/".join(part for part in (folder, inside) if part)
            yield from (f"{prefix}/{name}" if prefix else name for name in names)

    def _place(self, path: str) -> str:
        """Where the bytes are, once it is known that no link on the way leads out."""
        if "\0" in path:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        place = f"{self._real_root}/{path}" if path else self._real_root
        if not stat.S_ISLNK(os.lstat(place).st_mode) and self._is_real(path.rpartition("/")[0]):
            return place
        real = os.path.realpath(place)
        if not os.path.lexists(real):
            raise LinkError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if not self._holds(real):
            raise LinkError(errno.ELOOP, "the link leads out of the tree", path)
        return real

    def _is_real(self, folder: str) -> bool:
        if folder not in self._known:
            place = f"{self._real_root}/{folder}" if folder else self._real_root
            self._known[folder] = os.path.realpath(place) == place
        return self._known[folder]

    def _holds(self, real: str) -> bool:
        """Git's own folder is none of the project's: it may hold passwords."""
        inside = real == self._real_root or real.startswith(f"{self._real_root}/")
        return inside and ".git" not in real[len(self._real_root) :].split("/")


@dataclass(frozen=True, slots=True)
class ObjectTree:
    """A commit or the index."""

    entries: Mapping[str, TreeEntry]
    """By path."""
    repository: Repository
    version: str
    """Full id of the commit, STAGED for the index."""
    blobs: Blobs

    @classmethod
    def of(cls, repository: Repository, version: str, blobs: Blobs | None = None) -> ObjectTree:
        """The tree of a version as in Repository.entries, with the blobs of another tree to share its git process.

        Raises DxscoreError when git can't list it.
        """
        entries = {entry.path: entry for entry in repository.entries(version)}
        return cls(entries, repository, version, blobs or Blobs(repository.root))

    def read(self, path: str, limit: int = -1) -> bytes:
        """See Tree. Raises DxscoreError, too, in a partial clone without the file."""
        entry = self._entry(self.real_path(path))
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        content = self.blobs.read(entry.blob)
        return content if limit < 0 else content[:limit]

    def is_file(self, path: str) -> bool:
        """See Tree."""
        try:
            return self._entry(self.real_path(path)) is not None
        except OSError:
            return False

    def is_folder(self, path: str) -> bool:
        """See Tree."""
        try:
            real = self.real_path(path)
        except OSError:
            return False
        return not real or any(each.startswith(f"{real}/") for each in self.entries)

    def below(self, folder: str) -> Iterator[str]:
        """See Tree."""
        if not self.is_folder(folder):
            return
        start = self.real_path(folder)
        inside = f"{start}/" if start else ""
        shown = f"{folder}/" if folder else ""
        for path, entry in self.entries.items():
            if path.startswith(inside) and not self._is_folder_like(entry):
                yield shown + path[len(inside) :]

    def real_path(self, path: str) -> str:
        """The path without links. Raises LinkError when one leads out of the tree or in circles."""
        if path in self.entries and self.entries[path].mode != LINK:
            return path
        real: list[str] = []
        waiting = path.split("/")[::-1]
        links = 0
        while waiting:
            part = waiting.pop()
            if part == ".." and not real:
                raise LinkError(errno.ELOOP, "the link leads out of the tree", path)
            if part == "..":
                real.pop()
            elif part not in ("", "."):
                real.append(part)
                if target := self._target("/".join(real)):
                    links += 1
                    real.pop()
                    waiting += self._steps(target, links, path)
        return "/".join(real)

    def _target(self, path: str) -> str:
        """Where a link leads, '' for what is no link."""
        entry = self.entries.get(path)
        if entry is None or entry.mode != LINK:
            return ""
        return os.fsdecode(self.blobs.read(entry.blob))

    def _steps(self, target: str, links: int, path: str) -> list[str]:
        if target.startswith("/") or links > _MOST_LINKS:
            raise LinkError(errno.ELOOP, "the link leads out of the tree", path)
        return target.split("/")[::-1]

    def _entry(self, real: str) -> TreeEntry | None:
        entry = self.entries.get(real)
        return entry if entry and entry.mode != SUBMODULE else None

    def _is_folder_like(self, entry: TreeEntry) -> bool:
        return entry.mode == SUBMODULE or (entry.mode == LINK and self.is_folder(entry.path))
