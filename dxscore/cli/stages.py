"""Bars on standard error for work in several stages, each with the time that it will still take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_REDRAW_SECONDS = 0.1


@contextmanager
def stage_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function to call with (what is counted, done, total); it draws nothing off a terminal."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # It draws when it is told to: a thread that draws by itself would keep the work from forking.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        tasks: dict[str, TaskID] = {}
        drawn = 0.0

        def update(name: str, done: int, total: int) -> None:
            nonlocal drawn
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=total)
            progress.update(tasks[name], completed=done, total=total)
            if time.monotonic() - drawn > _REDRAW_SECONDS or done == total:
                progress.refresh()
                drawn = time.monotonic()

        yield update
