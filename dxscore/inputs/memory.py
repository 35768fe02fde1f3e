"""Path -> text, in memory -> the same as a tree of files: a small project that lies nowhere."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping

from msgspec import Struct


class FilesInMemory(Struct, frozen=True):
    """A Tree without links."""

    files: Mapping[str, str]

    def read(self, path: str, limit: int = -1) -> bytes:
        """See Tree."""
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        content = self.files[path].encode()
        return content if limit < 0 else content[:limit]

    def is_file(self, path: str) -> bool:
        """See Tree."""
        return path in self.files

    def is_folder(self, path: str) -> bool:
        """See Tree."""
        return not path or any(name.startswith(f"{path}/") for name in self.files)

    def below(self, folder: str, *, deep: bool = True) -> Iterator[str]:
        """See Tree."""
        inside = f"{folder}/" if folder else ""
        names = (name for name in self.files if name.startswith(inside))
        return (name for name in names if deep or "/" not in name[len(inside) :])

    def real_path(self, path: str) -> str:
        """See Tree."""
        return path
