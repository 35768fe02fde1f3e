"""Work in forked processes, and what becomes of it when they die."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dxscore.facts.workers import LIGHT, Load, Lost, run_all

COUNT = 2 * LIGHT.per_worker + 3
"""Enough for three workers and for chunks that are not all full."""


def double(index: int) -> bytes:
    return str(index * 2).encode()


def outcomes(count: int, work: Callable[[int], bytes], jobs: int = 3, seconds: float = 20.0) -> dict[int, bytes | Lost]:
    found = list(run_all(count, work, jobs, Load(seconds)))
    assert len(dict(found)) == len(found), "each index once"
    return dict(found)


def children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()


@pytest.mark.parametrize("count", [0, 1, LIGHT.chunk, LIGHT.chunk + 1, COUNT])
@pytest.mark.parametrize("jobs", [1, 3])
def test_gives_every_result(count: int, jobs: int) -> None:
    assert outcomes(count, double, jobs) == {index: double(index) for index in range(count)}


def test_works_in_other_processes() -> None:
    pids = set(outcomes(COUNT, lambda index: str(os.getpid()).encode()).values())
    assert str(os.getpid()).encode() not in pids


def test_results_may_be_larger_than_a_pipe() -> None:
    assert outcomes(40, lambda index: b"x" * 300_000) == dict.fromkeys(range(40), b"x" * 300_000)


def test_a_crash_costs_one_result() -> None:
    def work(index: int) -> bytes:
        if index == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return double(index)

    expected: dict[int, bytes | Lost] = {index: double(index) for index in range(COUNT)}
    assert outcomes(COUNT, work) == expected | {7: Lost("crashed the parser")}


def test_every_index_may_crash() -> None:
    assert outcomes(5, lambda index: os._exit(3)) == dict.fromkeys(range(5), Lost("crashed the parser"))


def test_a_hang_costs_one_result() -> None:
    def work(index: int) -> bytes:
        if index == 3:
            time.sleep(60)
        return double(index)

    found = outcomes(20, work, seconds=0.3)
    assert found.pop(3) == Lost("took too long", "more than 0.3 s")
    assert found == {index: double(index) for index in range(20) if index != 3}


def test_an_exception_is_told() -> None:
    def work(index: int) -> bytes:
        if index == 2:
            raise RecursionError("too deep")
        return double(index)

    found = outcomes(4, work)
    assert found.pop(2) == Lost("crashed the parser", "RecursionError: too deep")
    assert found == {index: double(index) for index in (0, 1, 3)}


def test_low_indexes_are_begun_first(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def work(index: int) -> bytes:
        with log.open("a", encoding="ascii") as stream:
            stream.write(f"{index}\n")
        return b""

    outcomes(COUNT, work, jobs=1)
    assert [int(line) for line in log.read_text(encoding="ascii").split()] == list(range(COUNT))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed in /proc")
def test_leaves_no_process_behind_when_it_is_left() -> None:
    def work(index: int) -> bytes:
        time.sleep(0.01)
        return b""

    iteration = iter(run_all(COUNT, work, 3))
    next(iteration)
    assert children()
    iteration.close()  # type: ignore[attr-defined] # a generator where forking is possible
    assert not children()


def test_beside_other_threads_nothing_is_forked() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert set(outcomes(3, lambda index: str(os.getpid()).encode()).values()) == {str(os.getpid()).encode()}
    finally:
        release.set()
        thread.join()


def test_heavy_work_is_spread_one_by_one() -> None:
    def work(index: int) -> bytes:
        time.sleep(0.05)
        return str(os.getpid()).encode()

    found = dict(run_all(4, work, 2, Load(chunk=1, per_worker=1)))
    assert len(set(found.values())) == 2
