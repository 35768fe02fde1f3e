"""A progress bar on standard error, when a person is watching and the wait is worth it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

_PATIENCE_SECONDS = 0.7


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, total); it draws nothing off a terminal or for quick work."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with ExitStack() as stack:
        yield _drawing(stack, time.monotonic() + _PATIENCE_SECONDS)


def _drawing(stack: ExitStack, start_at: float) -> Callable[[int, int], None]:
    update: list[Callable[[int, int], None]] = []

    def report(done: int, total: int) -> None:
        if not update and time.monotonic() >= start_at:
            update.append(_start_bar(stack))
        for draw in update:
            draw(done, total)

    return report


def _start_bar(stack: ExitStack) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("files"), TimeRemainingColumn())
    progress = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = progress.add_task("reading", total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)
