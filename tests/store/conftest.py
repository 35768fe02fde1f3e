"""Stores to test: the same tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import create_engine, text

from dxscore.store import Address, SnapshotStore, file_address, open_store, server_address
from tests.store.postgres import find_programs, server

Places: TypeAlias = Callable[[], Address]
"""Gives a new, empty place for a history at each call."""


@pytest.fixture(scope="session")
def socket() -> Iterator[str]:
    """The folder of a PostgreSQL server's socket."""
    programs = find_programs()
    if isinstance(programs, str):
        pytest.skip(programs)
    with server(programs) as folder:
        yield folder


@pytest.fixture(scope="session")
def databases(socket: str) -> Places:
    """New databases on that server."""
    pytest.importorskip("psycopg", reason="the driver is in dxscore[postgresql]")
    numbers = count()

    def make() -> Address:
        name = f"history{next(numbers)}"
        url = server_address(f"postgresql://dxscore@/postgres?host={socket}").url
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return server_address(f"postgresql://dxscore@/{name}?host={socket}")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """An empty place of either kind."""
    if request.param == "sqlite":
        return file_address(tmp_path, ".dxscore/history.db")
    make: Places = request.getfixturevalue("databases")
    return make()


@pytest.fixture
def store(address: Address) -> SnapshotStore:
    """An empty store of either kind."""
    return open_store(address, "shop", patience=1)
