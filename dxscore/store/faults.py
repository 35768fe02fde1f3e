"""What a database complains of -> what the user can do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dxscore.errors import DxscoreError
from dxscore.store.address import Address

_PRIMARY_CODE = 0xFF
"""Extended result codes of SQLite keep the primary one in the lowest byte (sqlite.org/rescode.html)."""

_WAIT = ("another process is writing to it", "wait until that is done, then run this again: nothing is lost")
_FULL = ("the disk is full", "make room, then run this again: what was written before is kept")
_DAMAGED = ("it is damaged", "move it away and fill it again with `dxscore history backfill`, or restore a copy")
_READ_ONLY = ("it can't be written to", "make it writable, or name another place for the history")

_BY_SQLITE_CODE: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: _WAIT,
    sqlite3.SQLITE_LOCKED: _WAIT,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: ("it can't be opened", "look at the folder's permissions"),
    sqlite3.SQLITE_IOERR: ("the file system failed", "look at the disk, then run this again: nothing half is kept"),
}
_BY_SQLSTATE: Mapping[str, tuple[str, str]] = {
    "55P03": _WAIT,
    "40P01": _WAIT,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": ("this user may not write there", "GRANT CREATE, USAGE ON SCHEMA public TO the user"),
}
"""PostgreSQL's codes (postgresql.org/docs/current/errcodes-appendix.html)."""


def explained(error: SQLAlchemyError, address: Address) -> DxscoreError:
    """The error as a sentence with what to do."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    reason, hint = _known(cause) or (_said(cause or error), "run it again with --debug for all that is known")
    return DxscoreError(f"the history {address} can't be used: {reason}", hint)


def _known(cause: BaseException | None) -> tuple[str, str] | None:
    if isinstance(cause, sqlite3.Error):
        return _BY_SQLITE_CODE.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    state = getattr(cause, "sqlstate", None)
    if state is None and cause is not None and "connect" in str(cause):  # libpq gives no code before it is connected
        return ("there is no connection to the server", _said(cause))
    return _BY_SQLSTATE.get(state or "")


def _said(cause: BaseException) -> str:
    return next(iter(str(cause).strip().splitlines()), type(cause).__name__)
