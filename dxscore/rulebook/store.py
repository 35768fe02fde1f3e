"""A validated rulebook on disk, so that a warm run parses no YAML; a damaged or foreign one is as good as none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from dxscore import __version__
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.codec import LAYOUT, pack, unpack
from dxscore.rulebook.files import RuleFile


def key_of(files: Sequence[RuleFile]) -> str:
    """Digest of what the rulebook is made from: names and bytes of the files, and the engine."""
    digest = blake2b(f"{__version__} {LAYOUT}".encode(), digest_size=16)
    for file in files:
        digest.update(f"\0{file.folder} {file.path}\0{len(file.data)}\0".encode(errors="surrogateescape"))
        digest.update(file.data)
    return digest.hexdigest()


def stored(path: Path, key: str) -> Rulebook | None:
    """The rulebook kept under the key; None when there is none, or a foreign, older or damaged one."""
    with suppress(OSError, msgspec.MsgspecError, TypeError, ValueError, LookupError, RecursionError):
        found_key, plain = msgspec.msgpack.decode(path.read_bytes())
        book = unpack(plain) if found_key == key else None
        return book if isinstance(book, Rulebook) else None
    return None


def keep(path: Path, key: str, book: Rulebook) -> None:
    """Write the rulebook in one step; a store that can't be written costs the next run some time and nothing else."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as stream:
            stream.write(msgspec.msgpack.encode([key, pack(book)]))
        draft.replace(path)
