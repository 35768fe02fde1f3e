"""What can be wrong with a database is said with what to do, and costs nothing that was kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from dxscore.errors import DxscoreError
from dxscore.store import Address, SnapshotStore, file_address, open_store, server_address
from dxscore.store.engine import writing
from tests.snapshots import a_snapshot
from tests.store.conftest import Places

_NAME = ".dxscore/history.db"


@pytest.fixture
def kept(tmp_path: Path) -> SnapshotStore:
    """A file with one snapshot."""
    store = open_store(file_address(tmp_path, _NAME), "shop", patience=0)
    store.put(a_snapshot(0))
    return store


def _refusal(address: Address) -> DxscoreError:
    with pytest.raises(DxscoreError) as raised:
        open_store(address, "shop", patience=0)
    return raised.value


def test_git_is_told_to_leave_the_file_alone(kept: SnapshotStore, tmp_path: Path) -> None:
    assert (tmp_path / ".dxscore" / ".gitignore").read_text() == "/history.db*\n/.gitignore\n"


def test_the_folders_own_rules_for_git_are_kept(tmp_path: Path) -> None:
    (tmp_path / ".dxscore").mkdir()
    (tmp_path / ".dxscore" / ".gitignore").write_text("/mine\n")
    open_store(file_address(tmp_path, _NAME), "shop")
    assert (tmp_path / ".dxscore" / ".gitignore").read_text() == "/mine\n"


def test_a_database_that_another_process_writes_to_is_waited_for_then_said(kept: SnapshotStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / _NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DxscoreError, match="another process is writing"):
            kept.put(a_snapshot(1))
        assert [each.commit for each in kept.kept()] == [a_snapshot(0).commit]
        other.execute("ROLLBACK")
    assert kept.put(a_snapshot(1))


def test_a_full_disk_is_said_and_what_was_kept_stays(kept: SnapshotStore) -> None:
    """SQLite is told that the file may not grow: what it does then is what it does on a full disk."""
    large = a_snapshot(1, *(), version="x" * 200_000)
    with writing(kept.engine, kept.address) as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def no_more_pages(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(kept.engine, "connect", no_more_pages)
    with pytest.raises(DxscoreError, match="the disk is full") as raised:
        kept.put(large)
    assert "make room" in raised.value.hint
    event.remove(kept.engine, "connect", no_more_pages)
    assert list(kept.get(kept.kept())) == [a_snapshot(0)]
    assert kept.put(large)


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / _NAME
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    assert "damaged" in str(_refusal(file_address(tmp_path, _NAME)))
    assert file.read_bytes() == b"no database" * 1000


def test_a_file_that_lost_its_end_is_said_to_be_damaged(kept: SnapshotStore, tmp_path: Path) -> None:
    content = (tmp_path / _NAME).read_bytes()
    (tmp_path / _NAME).write_bytes(content[:5000])
    error = _refusal(kept.address)
    assert "damaged" in str(error)
    assert "backfill" in error.hint


def test_a_database_of_something_else_is_not_touched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as other:
        other.execute("CREATE TABLE orders (id)")
    before = (tmp_path / "shop.db").read_bytes()
    assert "no history of dxscore" in str(_refusal(file_address(tmp_path, "shop.db")))
    assert (tmp_path / "shop.db").read_bytes() == before


def test_a_file_with_triggers_is_refused(kept: SnapshotStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / _NAME)) as other:
        other.execute("CREATE TRIGGER t AFTER INSERT ON dxscore_counts BEGIN DELETE FROM dxscore_counts; END")
    assert "triggers" in str(_refusal(kept.address))


def test_a_newer_schema_is_not_touched(store: SnapshotStore) -> None:
    with writing(store.engine, store.address) as connection:
        connection.execute(text("UPDATE dxscore_schema SET version = 99"))
    error = _refusal(store.address)
    assert "newer dxscore" in str(error)
    assert "install" in error.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_to_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "can't make" in str(_refusal(file_address(tmp_path, _NAME)))


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / ".dxscore").write_text("")
    assert "can't make" in str(_refusal(file_address(tmp_path, _NAME)))


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="the driver is in dxscore[postgresql]")
    error = _refusal(server_address(f"postgresql://dxscore:geheim@/history?host={tmp_path}"))
    assert "no connection to the server" in str(error)
    assert "geheim" not in str(error) + error.hint


def test_a_database_that_is_not_there_is_said(databases: Places) -> None:
    address = databases()
    error = _refusal(Address(address.url.set(database="nowhere")))
    assert "no connection to the server" in str(error)
    assert '"nowhere"' in error.hint
