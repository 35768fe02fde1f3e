"""Commits and a day -> the history of each file as of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from dxscore.config import HistoryConfig
from dxscore.domain.history import FileHistory, History
from dxscore.inputs.history.log import Commit, CommitLog


@dataclass(slots=True)
class _File:
    """What has been seen of one file so far."""

    commits: int = 0
    last: int = 0
    authors: Counter[str] = field(default_factory=Counter)


def end_of(day: date) -> int:
    """The Unix time at which a day is over (UTC)."""
    return int(datetime.combine(day + timedelta(days=1), time(), UTC).timestamp())


def start_of_window(as_of: date, days: int) -> int:
    """The Unix time at which a window of so many days, `as_of` included, begins."""
    return end_of(as_of) - days * 86_400


def days_since(moment: int, as_of: date) -> int:
    """Whole days from a Unix time to the day; 0 for what comes later."""
    return max(0, (as_of - datetime.fromtimestamp(moment, UTC).date()).days)


def churn(log: CommitLog, as_of: date, config: HistoryConfig, ignored: Set[bytes]) -> History:
    """Count commits and authors per file up to the end of `as_of`.

    Left out are commits that touch more than 1,000 files and those of .git-blame-ignore-revs: they say nothing about a
    file, except for being its first. Commits of bots count as changes, but bots are no authors.
    """
    window, recent = start_of_window(as_of, config.window_days), start_of_window(as_of, config.churn_days)
    files: dict[str, _File] = {}
    for commit in _between(log.commits, window, end_of(as_of)):
        telling = not commit.mass and commit.id not in ignored
        for touch in commit.touches:
            if telling or not touch.before:
                _count(files.setdefault(touch.path, _File()), commit, telling=telling, recent=recent)
    reason = _why_incomplete(log, window, as_of)
    return History(
        files={path: _summary(file, as_of) for path, file in files.items()},
        churn_days=config.churn_days,
        window_days=config.window_days,
        complete=not reason,
        reason=reason,
    )


def _between(commits: Iterable[Commit], start: int, end: int) -> Iterator[Commit]:
    return (commit for commit in commits if start <= commit.time < end)


def _count(file: _File, commit: Commit, *, telling: bool, recent: int) -> None:
    file.last = max(file.last, commit.time)
    if telling:
        file.commits += commit.time >= recent
        if commit.author:
            file.authors[commit.author] += 1


def _summary(file: _File, as_of: date) -> FileHistory:
    total = file.authors.total()
    share = max(file.authors.values()) / total if total else 0.0
    return FileHistory(file.commits, len(file.authors), share, days_since(file.last, as_of))


def _why_incomplete(log: CommitLog, window: int, as_of: date) -> str:
    if log.boundary >= window:
        return "shallow clone: `git fetch --unshallow` brings the rest"
    if log.reaches_back:
        return ""
    first = min((commit.time for commit in log.commits), default=end_of(as_of))
    return (
        f"the first commit is of {datetime.fromtimestamp(first, UTC):%Y-%m-%d}, inside the window"
        if first > window
        else ""
    )
