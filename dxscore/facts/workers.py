"""A function of an index, and how many indexes -> its results in any order, computed in forked processes.

Forked rather than started anew: children have the compiled rules and the list of files at once. One that dies or hangs
loses nothing but the one index it choked on, and that is reported.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from msgspec import Struct

Work: TypeAlias = Callable[[int], bytes]

_FRAME = struct.Struct("<II?")
"""Index, size, whether the bytes are a result (or else say what went wrong)."""
_INDEX = struct.Struct("<I")
_READ_SIZE = 1 << 18


class Lost(Struct, frozen=True):
    """No result, and why."""

    reason: str
    """'crashed the parser' or 'took too long'."""
    detail: str = ""


_CRASHED, _TOO_LONG = "crashed the parser", "took too long"

Outcome: TypeAlias = tuple[int, bytes | Lost]


class Load(Struct, frozen=True):
    """How heavy the work is."""

    seconds: float = 20.0
    """What one index may take."""
    chunk: int = 16
    """Indexes handed out at once: few enough that all children end together, enough that handing out costs nothing."""
    per_worker: int = 50
    """Results worth one more process: forking costs about as much as a handful of files."""


LIGHT = Load()
"""A file."""


def run_all(count: int, work: Work, jobs: int, load: Load = LIGHT) -> Iterator[Outcome]:
    """Each index below `count` once, with what `work` made of it; low indexes are begun first.

    Where a child would not have all of this process (Windows, other threads running) the work is done here, however
    long it takes. However the iteration ends, no child is left.
    """
    if not _can_fork():
        return ((index, _attempt(work, index)) for index in range(count))
    return _Pool(work, load).run(count, max(1, min(jobs, -(-count // load.per_worker))))


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _attempt(work: Work, index: int) -> bytes | Lost:
    try:
        return work(index)
    except Exception as error:  # noqa: BLE001 - one file must not end the run, whatever is wrong with it or with us
        return Lost(_CRASHED, f"{type(error).__name__}: {error}")


@dataclass(slots=True)
class _Worker:
    """A child as its parent sees it."""

    pid: int
    orders: int | None
    results: int
    alone_with: int | None
    """The one index this child was started for; None for a child that takes chunks."""
    pending: deque[int] = field(default_factory=deque)
    received: bytearray = field(default_factory=bytearray)
    heard: float = field(default_factory=time.monotonic)

    def order(self, indexes: range) -> None:
        """Hand these to the child."""
        if self.orders is not None:
            self.pending.extend(indexes)
            with contextlib.suppress(BrokenPipeError):  # it died: the end of its results will say so
                os.write(self.orders, b"".join(map(_INDEX.pack, indexes)))

    def dismiss(self) -> None:
        """It ends when it has done what it was given."""
        if self.orders is not None:
            os.close(self.orders)
            self.orders = None

    def outcomes(self) -> Iterator[Outcome]:
        """What has arrived whole."""
        start = 0
        while len(self.received) >= start + _FRAME.size:
            index, size, good = _FRAME.unpack_from(self.received, start)
            end = start + _FRAME.size + size
            if len(self.received) < end:
                break
            content = bytes(self.received[start + _FRAME.size : end])
            yield index, content if good else Lost(_CRASHED, content.decode())
            start = end
        del self.received[:start]


class _Pool:
    """Hands indexes out and collects results; each index that a dead child left undone gets a child of its own."""

    def __init__(self, work: Work, load: Load) -> None:
        self._work = work
        self._load = load
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._chunks: deque[range] = deque()
        self._retries: deque[int] = deque()

    def run(self, count: int, size: int) -> Iterator[Outcome]:
        chunk = self._load.chunk
        self._chunks.extend(range(start, min(start + chunk, count)) for start in range(0, count, chunk))
        try:
            while self._chunks or self._retries or self._workers:
                while len(self._workers) < size and (self._chunks or self._retries):
                    self._start()
                yield from self._listen()
        finally:
            for worker in [*self._workers]:
                self._bury(worker)
            self._selector.close()

    def _start(self) -> None:
        alone_with = self._retries.popleft() if self._retries else None
        child_orders, orders = os.pipe()
        results, child_results = os.pipe()
        pid = os.fork()
        if pid == 0:
            for worker in self._workers:
                worker.dismiss()
                os.close(worker.results)
            os.close(orders)
            os.close(results)
            _serve(self._work, child_orders, child_results)
        os.close(child_orders)
        os.close(child_results)
        worker = _Worker(pid, orders, results, alone_with)
        self._workers.append(worker)
        self._selector.register(results, selectors.EVENT_READ, worker)
        if alone_with is None:
            self._feed(worker)
        else:
            worker.order(range(alone_with, alone_with + 1))
            worker.dismiss()

    def _feed(self, worker: _Worker) -> None:
        if self._chunks:
            worker.order(self._chunks.popleft())
        else:
            worker.dismiss()

    def _listen(self) -> Iterator[Outcome]:
        """Wait for the next thing that happens, and act on it."""
        for key, _ in self._selector.select(timeout=min(1.0, self._load.seconds)):
            yield from self._receive(key.data)
        for worker in [*self._workers]:
            if time.monotonic() - worker.heard > self._load.seconds:
                yield from self._lose(worker, Lost(_TOO_LONG, f"more than {self._load.seconds:g} s"))

    def _receive(self, worker: _Worker) -> Iterator[Outcome]:
        data = os.read(worker.results, _READ_SIZE)
        worker.received += data
        worker.heard = time.monotonic()
        for index, outcome in worker.outcomes():
            worker.pending.remove(index)
            yield index, outcome
        if not data:
            yield from self._lose(worker, Lost(_CRASHED))
        elif len(worker.pending) < self._load.chunk:
            self._feed(worker)

    def _lose(self, worker: _Worker, why: Lost) -> Iterator[Outcome]:
        """A child that is gone, or is to go; it may have done all it was given."""
        undone = [*worker.pending]
        self._bury(worker)
        if worker.alone_with is None:
            self._retries.extend(undone)
        else:
            yield from ((index, why) for index in undone)

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._selector.unregister(worker.results)
        worker.dismiss()
        os.close(worker.results)
        os.kill(worker.pid, signal.SIGKILL)
        os.waitpid(worker.pid, 0)


def _serve(work: Work, orders: int, results: int) -> NoReturn:
    """The life of a child: it answers orders until there are no more, and never returns into its parent's code."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
        gc.disable()
        with open(orders, "rb") as incoming, open(results, "wb") as outgoing:
            while len(order := incoming.read(_INDEX.size)) == _INDEX.size:
                (index,) = _INDEX.unpack(order)
                outgoing.write(_frame(index, _attempt(work, index)))
                outgoing.flush()
        status = 0
    finally:
        os._exit(status)


def _frame(index: int, outcome: bytes | Lost) -> bytes:
    content = outcome.detail.encode("utf-8", "replace") if isinstance(outcome, Lost) else outcome
    return _FRAME.pack(index, len(content), not isinstance(outcome, Lost)) + content
