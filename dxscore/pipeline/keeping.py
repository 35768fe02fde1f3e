"""A value and the key of all that it follows from <-> a file in the cache folder: back it comes for that key alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keeper(Generic[T]):
    """Holds one value, the last."""

    file: Path | None
    """None where nothing is to be kept."""
    kind: type[T]
    """What msgspec makes of the file again."""

    def value(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under the key; made, and kept, when that is nothing."""
        kept = self._kept(key)
        if kept is not None:
            return kept
        made = make()
        self._keep(key, made)
        return made

    def _kept(self, key: str) -> T | None:
        if self.file is None:
            return None
        try:
            found, _, content = self.file.read_bytes().partition(b"\n")
            return msgspec.msgpack.decode(content, type=self.kind) if found == key.encode() else None
        except (OSError, msgspec.MsgspecError):
            return None

    def _keep(self, key: str, value: T) -> None:
        """What can't be written is made again next time."""
        if self.file is None or not self.file.parent.is_dir():
            return
        partial = self.file.with_suffix(f".{os.getpid()}")
        try:
            partial.write_bytes(key.encode() + b"\n" + msgspec.msgpack.encode(value))
            partial.replace(self.file)
        except OSError:
            partial.unlink(missing_ok=True)
