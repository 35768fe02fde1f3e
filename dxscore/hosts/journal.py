"""What was sent to whom, kept in a file of lines -> who still gets a letter, after a crash in the middle too.

A line is written and flushed to the disk before a letter leaves, and another when the server has answered. What has
only the first is unsure for ever: to send it again could send it twice.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from dxscore.errors import DxscoreError

_Key: TypeAlias = tuple[str, str]
"""Of the letter, and of the recipient."""


class Entry(StrEnum):
    """The last word on a letter and a recipient."""

    LEAVING = "leaving"
    SENT = "sent"
    BACK = "back"
    """The server did not take it after all."""


class Journal:
    """An open journal, locked against other runs; `opened` makes one."""

    def __init__(self, file: int, entries: dict[_Key, Entry]) -> None:
        self._file = file
        self._entries = entries

    def last(self, letter: str, recipient: str) -> Entry | None:
        """None when the recipient can get the letter."""
        entry = self._entries.get((letter, _hashed(recipient)))
        return None if entry is Entry.BACK else entry

    def note(self, letter: str, recipient: str, entry: Entry) -> None:
        """On the disk when this returns. Raises DxscoreError when it can't be kept."""
        key = (letter, _hashed(recipient))
        line = {"letter": letter, "to": key[1], "entry": entry, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        try:
            os.write(self._file, (json.dumps(line) + "\n").encode())
            os.fsync(self._file)
        except OSError as error:
            raise DxscoreError(f"what is sent can't be noted: {error.strerror}", "nothing more is sent") from error
        self._entries[key] = entry


@contextmanager
def opened(path: Path) -> Iterator[Journal]:
    """The journal in a file, which is made when there is none. Raises DxscoreError when it can't be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DxscoreError(f"{path} can't be used: {error.strerror}", "name another file: --state FILE") from error
    try:
        _lock(file, path)
        yield Journal(file, _read(file, path))
    finally:
        os.close(file)  # which unlocks it


def _lock(file: int, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise DxscoreError(f"another run is sending, with {path}", "wait for it to end") from None


def _read(file: int, path: Path) -> dict[_Key, Entry]:
    with open(file, "rb", closefd=False) as stream:
        content = stream.read()
    whole = content.rfind(b"\n") + 1
    os.ftruncate(file, whole)  # a line that a crash tore off: whatever it announced did not happen yet
    entries: dict[_Key, Entry] = {}
    for number, line in enumerate(content[:whole].splitlines(), start=1):
        try:
            values = json.loads(line)
            entries[values["letter"], values["to"]] = Entry(values["entry"])
        except (ValueError, KeyError, TypeError):
            raise DxscoreError(
                f"{path}:{number} is no line of a journal", "without it, letters could be sent twice: repair it"
            ) from None
    return entries


def _hashed(recipient: str) -> str:
    """Addresses are nobody else's business, and the file may travel through a cache of a CI."""
    return blake2b(recipient.lower().encode(), digest_size=8).hexdigest()
