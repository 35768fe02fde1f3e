"""One SQLite file that keeps records of files: (program digest, file key) -> bytes. It can be lost at any time.

Whatever is wrong with the file, the answer is 'nothing cached' and a notice; it is rebuilt where that is possible. It
has a rollback journal, not a write-ahead log: that can be read in a read-only folder and works on network drives, and
two runs at once wait for each other only for the blink of a commit.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

_SCHEMA = (
    "CREATE TABLE programs (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, used INTEGER NOT NULL)",
    "CREATE TABLE records (program INTEGER, key TEXT, record BLOB, PRIMARY KEY (program, key))",
)
"""A file with any other schema is not ours, or of another version of dxscore; either way it is dropped."""

_LOOK_UP = """
    SELECT records.key, records.record
    FROM programs CROSS JOIN json_each(?) AS wanted CROSS JOIN records
    WHERE programs.digest = ? AND records.program = programs.id AND records.key = wanted.value
"""
"""CROSS keeps SQLite from reordering: the index is asked once per wanted key, whatever else the table holds."""

_MAX_BYTES = 512 * 1024 * 1024
_PATIENCE_SECONDS = 5.0
_SIDE_FILES = ("", "-journal", "-wal", "-shm")
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY_CODE = 0xFF
"""Extended result codes keep the primary one in the lowest byte (sqlite.org/rescode.html)."""


class Cached(Struct, frozen=True):
    """What the cache had."""

    records: Mapping[str, bytes] = field(default_factory=dict)
    notice: str = ""
    """Why it could not be read, '' when all was well."""


class FactsCache(Struct, frozen=True):
    """A place for records; holds nothing open between calls."""

    path: Path
    max_bytes: int = _MAX_BYTES

    @classmethod
    def at(cls, path: Path | None) -> FactsCache | None:
        """None for None: no cache wanted."""
        return cls(path) if path else None

    def load(self, digest: str, keys: Sequence[str]) -> Cached:
        """The records kept for these keys under this program."""
        if not self.path.is_file() or self._is_led_away():
            return Cached()
        try:
            with self._open() as database:
                rows = database.execute(_LOOK_UP, (json.dumps(keys), digest)) if _schema_of(database) else ()
                return Cached({key: record for key, record in rows if isinstance(record, bytes)})
        except sqlite3.Error as error:
            return Cached(notice=self._notice_after(error))

    def store(self, digest: str, records: Iterable[tuple[str, bytes]]) -> str:
        """Keep records, all of them or none. Gives '' or the reason why they could not be kept."""
        if self._is_led_away():
            return f"cache not used: {self.path} lies behind a link"
        try:
            self._prepare_folder()
            with self._open() as database:
                _write(database, digest, list(records), self.max_bytes)
        except OSError as error:
            return f"cache not written: {error.strerror}"
        except sqlite3.Error as error:
            return self._notice_after(error)
        return ""

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Drops a file that is not ours: its views and triggers would run with our queries."""
        database = self._connect()
        try:
            if _schema_of(database) not in ((), _SCHEMA):
                database.close()
                self._drop()
                database = self._connect()
            yield database
        finally:
            database.close()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA synchronous = NORMAL")
        return database

    def _notice_after(self, error: sqlite3.Error) -> str:
        if error.sqlite_errorcode & _PRIMARY_CODE not in _DAMAGED:
            return f"cache not used: {error}"
        self._drop()
        return f"cache dropped: {error}"

    def _drop(self) -> None:
        for suffix in _SIDE_FILES:
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _is_led_away(self) -> bool:
        """A scanned repository may hold links: writing through one would change a file outside of it."""
        return any(place.is_symlink() for place in (self.path, self.path.parent, self.path.parent.parent))

    def _prepare_folder(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        ignore = self.path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")


def _schema_of(database: sqlite3.Connection) -> tuple[str, ...]:
    rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return tuple(sql for (sql,) in rows)


def _write(database: sqlite3.Connection, digest: str, records: Sequence[tuple[str, bytes]], max_bytes: int) -> None:
    database.execute("BEGIN IMMEDIATE")
    if not _schema_of(database):
        for statement in _SCHEMA:
            database.execute(statement)
    program = _program(database, digest)
    _make_room(database, program, max_bytes - sum(len(record) for _, record in records))
    rows = ((program, key, record) for key, record in records)
    database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)
    database.execute("COMMIT")


def _program(database: sqlite3.Connection, digest: str) -> int:
    """Its number; it is now the one used last."""
    database.execute(
        "INSERT INTO programs (digest, used) VALUES (?, (SELECT coalesce(max(used), 0) + 1 FROM programs))"
        " ON CONFLICT (digest) DO UPDATE SET used = excluded.used",
        (digest,),
    )
    (number,) = database.execute("SELECT id FROM programs WHERE digest = ?", (digest,)).fetchone()
    return int(number)


def _make_room(database: sqlite3.Connection, program: int, max_bytes: int) -> None:
    """Forget programs, the longest unused first and the present one last, until the rest fits."""
    oldest_first = database.execute("SELECT id FROM programs ORDER BY id = ?, used", (program,)).fetchall()
    for (number,) in oldest_first:
        if _used_bytes(database) <= max_bytes:
            break
        database.execute("DELETE FROM records WHERE program = ?", (number,))
        database.execute("DELETE FROM programs WHERE id = ? AND id <> ?", (number, program))


def _used_bytes(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
