"""A value and the key of all that it follows from <-> a file in the cache folder: back it comes for that key alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")


class Keeper(Struct, Generic[T], frozen=True):
    """Holds one value, the last."""

    file: Path | None
    """None where nothing is to be kept."""
    kind: type[T]
    """What msgspec makes of the file again."""

    def value(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under the key; made, and kept, when that is nothing."""
        return self.renewed(key, lambda _last: make())

    def kept(self, key: str) -> T | None:
        """What is kept under the key, None when that is nothing."""
        found, value = self._kept(key)
        return value if found == key else None

    def last(self) -> T | None:
        """What is kept, under whatever key."""
        return self._kept()[1]

    def renewed(self, key: str, make: Callable[[T | None], T]) -> T:
        """The same for what is made with the help of what is kept under another key; that may be of any age."""
        found, kept = self._kept()
        if kept is not None and found == key:
            return kept
        made = make(kept)
        self._keep(key, made)
        return made

    def _kept(self, only: str = "") -> tuple[str, T | None]:
        """Key and value; with `only`, no value is read that is kept under another key."""
        if self.file is None:
            return "", None
        try:
            with self.file.open("rb") as file:
                found = file.readline().rstrip(b"\n").decode()
                if only not in ("", found):
                    return found, None
                return found, msgspec.msgpack.decode(file.read(), type=self.kind)
        except (OSError, ValueError, msgspec.MsgspecError):
            return "", None

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
