"""Lines of files and a day -> how old each line is, found by looking for it in older versions of its file.

Much cheaper than `git blame` on every file: the log already has the blob ids of all versions, and one git process hands
them out. A line is known by its text without surrounding space, so re-indenting does not make it younger.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from dxscore.config import HistoryConfig
from dxscore.domain.history import Age
from dxscore.errors import DxscoreError
from dxscore.inputs.history.churn import days_since, start_of_window
from dxscore.inputs.history.log import CommitLog, Touch
from dxscore.inputs.history.logbook import commit_log, key_of
from dxscore.inputs.history.store import load, save
from dxscore.inputs.objects import ObjectReader
from dxscore.inputs.repository import Repository

Line: TypeAlias = tuple[str, str]
"""Path, text of the line."""
_Moment: TypeAlias = tuple[int | None, bool]
"""Unix time of the commit that brought the line (None: not committed yet), whether the line may be older than that."""
_LinesIn: TypeAlias = Callable[[str], frozenset[bytes]]
"""Object name -> the lines of that blob, without surrounding space; none when it can't be read."""
_Change: TypeAlias = tuple[int, Touch]
"""Position of the commit in the log (0 is the newest), what it did to the file."""

_MOST_COMPARED = 30
"""Files gone in one commit that are compared with one it added."""


def line_ages(
    repository: Repository | None, lines: Sequence[Line], as_of: date, config: HistoryConfig, store: Path | None
) -> Mapping[Line, Age]:
    """The age of each line that git can tell; a line that was not committed yet is 0 days old.

    Empty without git, before the first commit, or when git can't read its log.
    """
    if repository is None or not repository.head or not lines:
        return {}
    since = start_of_window(as_of, config.window_days)
    key = key_of(repository, repository.head, since)
    known = load(store, "ages", key, dict[str, _Moment]) or {}
    missing = [line for line in dict.fromkeys(lines) if _digest(line) not in known]
    if missing:
        try:
            known |= _dated(repository, missing, commit_log(repository, since, store), since)
        except DxscoreError:
            return {}
        save(store, "ages", key, known)
    return {line: _age(known[_digest(line)], as_of) for line in lines}


def _age(moment: _Moment, as_of: date) -> Age:
    time, may_be_older = moment
    return Age(0 if time is None else days_since(time, as_of), may_be_older)


def _dated(repository: Repository, lines: Iterable[Line], log: CommitLog, since: int) -> dict[str, _Moment]:
    by_path: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_path[line[0]].append(line)
    moments: dict[str, _Moment] = {}
    with repository.objects() as reader:
        lines_in = lru_cache(maxsize=256)(partial(_lines_in, reader))
        versions = _Versions(log, since, lines_in)
        for path, here in by_path.items():
            texts = {_normal(text) for _, text in here}
            found = _first_seen(versions.of(path), texts, lines_in)
            missed = texts - found.keys()
            at_head = lines_in(f"{repository.head}:{repository.prefix}{path}") if missed else frozenset()
            # At the head, but brought by no commit of the log: older than the log, or from resolving a merge.
            found |= {text: versions.newest(path) if text in at_head else (None, False) for text in missed}
            moments |= {_digest(line): found[_normal(line[1])] for line in here}
    return moments


def _first_seen(versions: Iterable[_Version], texts: Set[bytes], lines_in: _LinesIn) -> dict[bytes, _Moment]:
    """The oldest version (they come oldest first) that has each text; absent when none has."""
    found: dict[bytes, _Moment] = {}
    for version in versions:
        missing = texts - found.keys()
        if not missing:
            break
        found |= dict.fromkeys(missing & lines_in(version.blob.hex()), version.moment)
    return found


def _lines_in(reader: ObjectReader, spec: str) -> frozenset[bytes]:
    content = reader.read(spec)
    return frozenset(map(bytes.strip, content.splitlines())) if content else frozenset()


class _Version(Struct, frozen=True):
    """The content of a file after some commit; `moment` dates lines that are first seen in it."""

    blob: bytes
    moment: _Moment


class _Versions:
    """All versions of each file in a window of the log."""

    def __init__(self, log: CommitLog, since: int, lines_in: _LinesIn) -> None:
        self._lines_in = lines_in
        self._commits = [commit for commit in log.commits if commit.time >= since]
        self._changes: dict[str, list[_Change]] = defaultdict(list)
        for position, commit in enumerate(self._commits):
            for touch in commit.touches:
                self._changes[touch.path].append((position, touch))
        first = self._commits[-1].time if self._commits and not log.reaches_back else 0
        self._horizon = max(since - 1, log.boundary, first)

    def of(self, path: str) -> list[_Version]:
        """Oldest first, beginning with the one from before the window, if there was one."""
        changes = list(self._trail(path))
        versions = [_Version(touch.after, (self._commits[position].time, False)) for position, touch in changes]
        if changes:
            versions.append(_Version(changes[-1][1].before, (self._horizon, True)))
        return [version for version in reversed(versions) if version.blob]

    def newest(self, path: str) -> _Moment:
        """What dates a line that the file has though no version in the log brought it."""
        changes = self._changes.get(path)
        return (self._commits[changes[0][0]].time, False) if changes else (self._horizon, True)

    def _trail(self, path: str) -> Iterator[_Change]:
        """Changes to the file, newest first, and before the one that added it those to the file it was moved from."""
        position = -1
        while path:
            changes = [change for change in self._changes.get(path, ()) if change[0] >= position]
            yield from changes
            position, path = self._origin(*changes[-1]) if changes else (0, "")

    def _origin(self, position: int, addition: Touch) -> tuple[int, str]:
        """Where an added file was moved from: gone in the same commit, with its content, name or most of its lines."""
        if addition.before:
            return 0, ""
        gone = [touch for touch in self._commits[position].touches if not touch.after]
        name = posixpath.basename(addition.path)
        same = [touch for touch in gone if touch.before == addition.after]
        named = [touch for touch in gone if posixpath.basename(touch.path) == name]
        origin = same or named or self._alike(addition, gone[:_MOST_COMPARED])
        return (position, origin[0].path) if origin else (0, "")

    def _alike(self, addition: Touch, gone: Iterable[Touch]) -> list[Touch]:
        """Those that share at least half of the lines, as git's own detection of renames asks, the most alike first."""
        lines = self._lines_in(addition.after.hex())
        shared = {touch: len(lines & self._lines_in(touch.before.hex())) for touch in gone}
        return sorted((each for each in shared if 2 * shared[each] >= len(lines)), key=lambda each: -shared[each])


def _normal(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape").strip()


def _digest(line: Line) -> str:
    return hashlib.sha256("\0".join(line).encode("utf-8", "surrogateescape")).hexdigest()[:32]
