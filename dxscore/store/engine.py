"""An address -> connections to its database, each of which either does all it was to do or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from dxscore.errors import DxscoreError
from dxscore.store.address import Address
from dxscore.store.faults import explained

_CONNECT_SECONDS = 10
_IGNORED = "/history.db*\n/.gitignore\n"
_WRITES = "dxscore_writes"


def engine_of(address: Address, patience: int) -> Engine:
    """Connections are opened when they are needed and closed after; a writer waits `patience` seconds for another.

    Raises DxscoreError without the driver.
    """
    if address.file:
        return _sqlite_engine(address.file, patience)
    settings = f"-c lock_timeout={patience}s -c client_encoding=UTF8"
    arguments = {"connect_timeout": _CONNECT_SECONDS, "options": settings, "application_name": "dxscore"}
    try:
        return create_engine(address.url, poolclass=NullPool, connect_args=arguments)
    except ModuleNotFoundError as error:
        raise DxscoreError("the driver for PostgreSQL is missing", "pip install 'dxscore[postgresql]'") from error


def _sqlite_engine(file: Path, patience: int) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: _sqlite_connection(file, patience), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _sqlite_connection(file: Path, patience: int) -> sqlite3.Connection:
    """A rollback journal, not a write-ahead log: that works on network drives and in read-only folders."""
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    for setting in ("trusted_schema = OFF", "foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: one that reads first and writes later could find the file changed between."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def prepare_folder(file: Path) -> None:
    """Make the file's folder; git is told to leave the history alone unless the folder has rules of its own."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.parent.name == ".dxscore":
            with suppress(FileExistsError), (file.parent / ".gitignore").open("x", encoding="utf-8") as ignore:
                ignore.write(_IGNORED)
    except OSError as error:
        raise DxscoreError(
            f"can't make {file.parent}: {error.strerror}", "name another path for the history"
        ) from error


@contextmanager
def reading(engine: Engine, address: Address) -> Iterator[Connection]:
    """One view of the database. Raises DxscoreError with what to do."""
    with _explaining(address), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, address: Address) -> Iterator[Connection]:
    """One transaction: a process that dies in it leaves nothing. Raises DxscoreError with what to do."""
    options: dict[str, Any] = {_WRITES: True}
    with _explaining(address), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def _explaining(address: Address) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise explained(error, address) from error
    except DxscoreError as error:
        raise DxscoreError(f"the history {address} can't be used: {error}", error.hint) from error
