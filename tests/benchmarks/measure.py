"""Whole commands, timed: wall and CPU seconds, and the peak memory of their largest process."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    wall: float
    cpu: float
    """User and system seconds, children included."""
    peak_mib: float


def run(command: Sequence[str], prepare: Callable[[], None] | None = None) -> Run:
    """Run once with output discarded; `prepare` is not timed. Raises when the command fails."""
    if prepare:
        prepare()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ratios(pairs: Sequence[tuple[Run, Run]]) -> str:
    """Median and range of first / second, pair by pair: 'wall 0.82 (0.79-0.91), cpu 1.55 (...), peak 64 MiB'."""
    wall = [first.wall / second.wall for first, second in pairs]
    cpu = [first.cpu / second.cpu for first, second in pairs]
    peak = max(first.peak_mib for first, _ in pairs)
    return f"wall {_spread(wall)}, cpu {_spread(cpu)}, peak {peak:.0f} MiB"


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
