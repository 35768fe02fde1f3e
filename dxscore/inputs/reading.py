"""A source file -> its bytes, read without following links out of the tree or waiting on anything that is no file."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from dxscore.domain.source import SourceFile

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def read_source(root: Path, file: SourceFile) -> bytes:
    """Its bytes. Raises OSError: vanished, became a link or a pipe, can't be read."""
    return read_bytes(root / file.path)


def read_bytes(path: Path | str, limit: int = -1) -> bytes:
    """The first `limit` bytes (all of them by default) of a regular file. Raises OSError."""
    descriptor = os.open(path, _FLAGS)  # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
    with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a regular file")
        return stream.read(limit)


def blob_id(content: bytes, object_format: str = "sha1") -> str:
    """The id git would give a blob with this content; `object_format` is 'sha1' or 'sha256'."""
    return hashlib.new(object_format, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
