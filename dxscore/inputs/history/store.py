"""Values kept between runs in the cache folder; what is missing, foreign, damaged or can't be written is done again."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dxscore.inputs.reading import read_bytes

T = TypeVar("T")


class _Envelope(msgspec.Struct, frozen=True, array_like=True):
    key: str
    value: msgspec.Raw


def load(folder: Path | None, name: str, key: str, shape: type[T]) -> T | None:
    """The value saved under this name and key, None when there is none of this shape."""
    if folder is None or _leads_elsewhere(folder):
        return None
    try:
        envelope = msgspec.msgpack.decode(read_bytes(folder / name), type=_Envelope)
        return msgspec.msgpack.decode(envelope.value, type=shape) if envelope.key == key else None
    except (OSError, msgspec.DecodeError):
        return None


def save(folder: Path | None, name: str, key: str, value: Any) -> None:
    """Keep the value, whole or not at all; a folder that can't be written to is no reason to fail."""
    if folder is None or _leads_elsewhere(folder):
        return
    content = msgspec.msgpack.encode(_Envelope(key, msgspec.Raw(msgspec.msgpack.encode(value))))
    unfinished = folder / f".{name}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)


def _leads_elsewhere(folder: Path) -> bool:
    """A repository could hold a link in place of its cache, to have files written outside of it."""
    return folder.is_symlink() or folder.parent.is_symlink()
