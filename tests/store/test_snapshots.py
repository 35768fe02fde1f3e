"""What is put into a store comes back, once; of SQLite and of PostgreSQL."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, inspect, select

from dxscore.copying import replace
from dxscore.domain.trend import Count, Snapshot
from dxscore.errors import DxscoreError
from dxscore.store import Address, SnapshotStore, file_address, open_store
from dxscore.store.engine import reading
from dxscore.store.tables import METADATA, PARTS
from tests.snapshots import RULESET, START, a_count, a_snapshot

_FULL = a_snapshot(
    0,
    a_count("a.one", "payments", 2, hidden=1, done=4, identities=bytes(range(256))),
    a_count("a.one", "unowned", 0),
    a_count("b.two", "Zoë", 7),
    unknown=("c.three", "d.four"),
    idle=("e.five",),
)


def _all(store: SnapshotStore, ruleset: str = "") -> list[Snapshot]:
    return list(store.get(store.kept(ruleset)))


def test_a_snapshot_comes_back_as_it_was(store: SnapshotStore) -> None:
    assert store.put(_FULL)
    assert _all(store) == [_FULL]


def test_the_same_commit_and_ruleset_is_kept_once_and_stays(store: SnapshotStore) -> None:
    store.put(_FULL)
    assert not store.put(replace(_FULL, counts=()))
    assert _all(store) == [_FULL]


def test_rulesets_are_kept_apart(store: SnapshotStore) -> None:
    store.put(a_snapshot(0))
    store.put(a_snapshot(1))
    store.put(a_snapshot(0, ruleset="other"))
    assert store.rulesets() == {RULESET: 2, "other": 1}
    assert [each.ruleset for each in _all(store, "other")] == ["other"]


def test_projects_of_one_database_do_not_see_each_other(store: SnapshotStore) -> None:
    store.put(_FULL)
    other = replace(store, project="warehouse")
    assert (other.kept(), other.rulesets(), other.known([_FULL.commit], RULESET)) == ((), {}, frozenset())
    assert other.put(_FULL)
    assert [each.project for each in _all(other)] == ["warehouse"]


def test_days_are_both_included_and_the_oldest_comes_first(store: SnapshotStore) -> None:
    for week in (3, 0, 2, 1):
        store.put(a_snapshot(week))
    first, last = START + timedelta(weeks=1), START + timedelta(weeks=2)
    assert [each.time for each in store.kept(since=first, until=last)] == [a_snapshot(1).time, a_snapshot(2).time]
    assert [each.time for each in store.kept()] == [a_snapshot(week).time for week in range(4)]


def test_known_asks_about_any_number_of_commits(store: SnapshotStore) -> None:
    store.put(_FULL)
    many = [f"{number:040x}" for number in range(1200)]
    assert store.known([*many, _FULL.commit], RULESET) == {_FULL.commit}
    assert store.known([_FULL.commit], "other") == frozenset()


def test_what_is_pruned_is_gone_with_all_its_parts(store: SnapshotStore) -> None:
    store.put(_FULL)
    store.put(a_snapshot(1))
    kept = store.kept()
    assert store.prune(kept[:1]) == 1
    assert _all(store) == [a_snapshot(1)]
    assert list(store.get(kept)) == [a_snapshot(1)]
    with reading(store.engine, store.address) as connection:
        rows = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in PARTS]
    assert rows == [1, 2, 2]


def test_a_write_that_fails_half_way_leaves_nothing(store: SnapshotStore) -> None:
    twice = a_snapshot(0, a_count(), a_count())
    with pytest.raises(DxscoreError):
        store.put(twice)
    assert store.kept() == ()
    assert store.put(a_snapshot(0))


def test_tables_are_as_the_migrations_make_them(store: SnapshotStore) -> None:
    with reading(store.engine, store.address) as connection:
        inspector = inspect(connection)
        made = {
            table.name: {each["name"]: each["nullable"] for each in inspector.get_columns(table.name)}
            for table in METADATA.sorted_tables
        }
    declared = {
        table.name: {column.name: bool(column.nullable) for column in table.columns} for table in METADATA.sorted_tables
    }
    made["dxscore_snapshots"]["id"] = False  # SQLite says that a row's number may be missing
    assert made == declared


def test_opening_again_changes_nothing(address: Address) -> None:
    open_store(address, "shop").put(_FULL)
    assert _all(open_store(address, "shop", create=False)) == [_FULL]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, alphabet=st.characters(exclude_characters="\0", codec="utf-8")),
            st.integers(0, 2**31 - 1),
        ),
        unique_by=lambda pair: pair[0],
    ),
)
def test_any_owner_and_number_comes_back(store: SnapshotStore, owners: list[tuple[str, int]]) -> None:
    counts = tuple(Count("a.one", "a", owner, number) for owner, number in sorted(owners))
    snapshot = replace(a_snapshot(0, code_lines=dict(owners)), counts=counts)
    store.put(snapshot)
    assert _all(store) == [snapshot]
    store.prune(store.kept())


def _put_weeks(
    address: Address, start: multiprocessing.synchronize.Barrier, done: multiprocessing.SimpleQueue[int]
) -> None:
    start.wait()
    store = open_store(address, "shop", patience=30)
    done.put(sum(store.put(a_snapshot(week)) for week in range(12)))


def test_writers_at_once_make_one_history_from_nothing(address: Address) -> None:
    context = multiprocessing.get_context("fork")
    start, done = context.Barrier(3), context.SimpleQueue()
    writers = [context.Process(target=_put_weeks, args=(address, start, done)) for _ in range(3)]
    for writer in writers:
        writer.start()
    put = [done.get() for _ in writers]
    for writer in writers:
        writer.join()
    assert sum(put) == 12
    assert _all(open_store(address, "shop")) == [a_snapshot(week) for week in range(12)]


def _put_and_die(address: Address) -> None:
    store = open_store(address, "shop")
    store.put(a_snapshot(0))

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "commit", die)
    store.put(a_snapshot(1))


def test_a_writer_that_is_killed_before_it_commits_leaves_nothing_half(address: Address) -> None:
    writer = multiprocessing.get_context("fork").Process(target=_put_and_die, args=(address,))
    writer.start()
    writer.join()
    assert writer.exitcode == -9
    store = open_store(address, "shop")
    assert _all(store) == [a_snapshot(0)]
    assert store.put(a_snapshot(1))


def test_a_history_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="no history yet") as raised:
        open_store(file_address(tmp_path, ".dxscore/history.db"), "shop", create=False)
    assert "backfill" in raised.value.hint
    assert list(tmp_path.iterdir()) == []
