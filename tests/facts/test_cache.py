"""The cache file: what it keeps, and all that may be wrong with it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dxscore.facts import cache as cache_module
from dxscore.facts.cache import Cached, FactsCache

RECORDS = [("a", b"1"), ("b", b"\0\xff"), ("c", b"")]


@pytest.fixture
def cache(tmp_path: Path) -> FactsCache:
    return FactsCache(tmp_path / ".dxscore" / "cache" / "facts.db")


@pytest.fixture
def filled(cache: FactsCache) -> FactsCache:
    assert cache.store("p", RECORDS) == ""
    return cache


def everything(cache: FactsCache, digest: str = "p") -> dict[str, bytes]:
    return dict(cache.load(digest, ["a", "b", "c"]).records)


def test_no_path_is_no_cache() -> None:
    assert FactsCache.at(None) is None


def test_an_absent_file_has_nothing_and_is_not_made(cache: FactsCache) -> None:
    assert cache.load("p", ["a"]) == Cached()
    assert not cache.path.parent.exists()


def test_keeps_records(filled: FactsCache) -> None:
    assert filled.load("p", ["b", "a", "x"]) == Cached({"a": b"1", "b": b"\0\xff"})


def test_a_later_record_replaces_an_earlier_one(filled: FactsCache) -> None:
    filled.store("p", [("a", b"2")])
    assert everything(filled) == dict(RECORDS) | {"a": b"2"}


def test_each_program_has_its_own_records(filled: FactsCache) -> None:
    filled.store("q", [("a", b"2")])
    assert everything(filled, "q") == {"a": b"2"}
    assert everything(filled) == dict(RECORDS)


def test_git_does_not_see_the_folder(filled: FactsCache) -> None:
    assert (filled.path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_forgets_the_program_that_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path / "facts.db", max_bytes=300_000)
    for digest in ("old", "older", "old"):
        cache.store(digest, [(digest, b"x" * 100_000)])
    cache.store("new", [("new", b"x" * 100_000)])
    assert not cache.load("older", ["older"]).records
    assert cache.load("old", ["old"]).records
    assert cache.load("new", ["new"]).records


def test_stays_within_its_bound(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path / "facts.db", max_bytes=300_000)
    for number in range(20):
        cache.store("p", [(str(number), b"x" * 50_000)])
    assert cache.path.stat().st_size < 400_000
    assert cache.load("p", ["19"]).records


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_dropped_with_a_notice(cache: FactsCache, content: bytes) -> None:
    cache.path.parent.mkdir(parents=True)
    cache.path.write_bytes(content)
    found = cache.load("p", ["a"])
    assert not found.records
    assert found.notice.startswith("cache dropped: ")
    assert cache.store("p", RECORDS) == ""
    assert everything(cache) == dict(RECORDS)


@pytest.mark.parametrize("position", [0.3, 0.6, 0.9])
def test_damage_inside_is_survived(cache: FactsCache, position: float) -> None:
    cache.store("p", [(f"{number:05}", bytes([number % 256]) * 200) for number in range(2000)])
    content = bytearray(cache.path.read_bytes())
    start = int(len(content) * position) // 4096 * 4096
    content[start : start + 4096] = b"\xff" * 4096
    cache.path.write_bytes(content)
    keys = [f"{number:05}" for number in range(2000)]
    first = cache.load("p", keys)
    assert first.notice.startswith("cache dropped: ") or len(first.records) < len(keys)
    assert cache.store("p", RECORDS) == "" or cache.store("p", RECORDS) == ""
    assert everything(cache) == dict(RECORDS)


def test_half_a_file_is_survived(filled: FactsCache) -> None:
    os.truncate(filled.path, filled.path.stat().st_size // 2)
    assert not filled.load("p", ["a"]).records
    assert filled.store("p", RECORDS) == ""
    assert everything(filled) == dict(RECORDS)


def test_an_empty_file_is_filled(cache: FactsCache) -> None:
    cache.path.parent.mkdir(parents=True)
    cache.path.touch()
    assert cache.load("p", ["a"]) == Cached()
    assert cache.store("p", RECORDS) == ""
    assert everything(cache) == dict(RECORDS)


def test_somebody_elses_database_is_not_believed(cache: FactsCache) -> None:
    """A view could answer in the table's place, with an endless query or with records of its own."""
    cache.path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(cache.path)) as database:
        database.execute("CREATE VIEW records AS SELECT 1 AS program, 'a' AS key, x'00' AS record")
        database.execute("CREATE TABLE programs (id, digest, used)")
        database.execute("INSERT INTO programs VALUES (1, 'p', 1)")
        database.commit()
    assert not cache.load("p", ["a"]).records
    assert cache.store("p", RECORDS) == ""
    assert everything(cache) == dict(RECORDS)


def test_a_record_that_is_no_blob_is_not_given(filled: FactsCache) -> None:
    with closing(sqlite3.connect(filled.path)) as database:
        database.execute("UPDATE records SET record = 'text' WHERE key = 'a'")
        database.commit()
    assert everything(filled) == {"b": b"\0\xff", "c": b""}


@pytest.fixture
def locked(filled: FactsCache, monkeypatch: pytest.MonkeyPatch) -> Iterator[FactsCache]:
    monkeypatch.setattr(cache_module, "_PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield filled


def test_a_locked_file_is_left_alone(locked: FactsCache) -> None:
    assert locked.load("p", ["a"]) == Cached(notice="cache not used: database is locked")
    assert locked.store("p", RECORDS) == "cache not used: database is locked"
    assert locked.path.exists()


def test_another_run_may_read_meanwhile(filled: FactsCache) -> None:
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DELETE FROM records")
        assert everything(filled) == dict(RECORDS)


def test_a_run_killed_while_writing_leaves_what_was_there(filled: FactsCache) -> None:
    pid = os.fork()
    if pid == 0:
        database = sqlite3.connect(filled.path, isolation_level=None)
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN")
        database.execute("DELETE FROM records")
        database.executemany("INSERT INTO records VALUES (1, ?, ?)", [(str(n), b"x" * 5000) for n in range(500)])
        os._exit(0)
    os.waitpid(pid, 0)
    assert filled.path.with_name("facts.db-journal").exists(), "it died in the middle"
    assert everything(filled) == dict(RECORDS)


def test_a_folder_in_its_place_is_bypassed(cache: FactsCache) -> None:
    cache.path.mkdir(parents=True)
    assert cache.load("p", ["a"]) == Cached()
    assert cache.store("p", RECORDS) == "cache not used: unable to open database file"


def test_a_file_in_the_place_of_its_folder_is_bypassed(cache: FactsCache) -> None:
    cache.path.parent.parent.mkdir()
    cache.path.parent.touch()
    assert cache.store("p", RECORDS) == "cache not written: File exists"


def test_a_full_disk_is_bypassed(cache: FactsCache, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = FactsCache._connect

    def small(self: FactsCache) -> sqlite3.Connection:
        database = connect(self)
        database.execute("PRAGMA max_page_count = 8")
        return database

    monkeypatch.setattr(FactsCache, "_connect", small)
    assert cache.store("p", [("a", b"x" * 100_000)]) == "cache not used: database or disk is full"
    assert cache.load("p", ["a"]) == Cached()


@pytest.mark.parametrize("link", ["facts.db", "."])
def test_does_not_write_through_a_link(cache: FactsCache, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place = cache.path.parent / link
    place.parent.mkdir(parents=True)
    place.symlink_to(outside / "facts.db" if link == "facts.db" else outside)
    assert cache.store("p", RECORDS).endswith("lies behind a link")
    assert not list(outside.iterdir())
    assert cache.load("p", ["a"]) == Cached()
