"""Lines of files and a day -> how old each line is, found by looking for it in older versions of its file.

Much cheaper than `git blame` on every file: the log already has the blob ids of all versions, and one git process hands
them out. A line is known by its text without surrounding space, so re-indenting does not make it younger.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from dxscore.config import HistoryConfig
from dxscore.domain.history import Age
from dxscore.errors import DxscoreError
from dxscore.inputs.history.churn import days_since, start_of_window
from dxscore.inputs.history.log import CommitLog, Touch
from dxscore.inputs.history.logbook import commit_log, key_of
from dxscore.inputs.history.store import load, save
from dxscore.inputs.repository import ObjectReader, Repository

Line: TypeAlias = tuple[str, str]
"""Path, text of the line."""
_Moment: TypeAlias = tuple[int | None, bool]
"""Unix time of the commit that brought the line (None: not committed yet), whether the line may be older than that."""
_Change: TypeAlias = tuple[int, Touch]
"""Position of the commit in the log (0 is the newest), what it did to the file."""


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
    versions = _Versions(log, since)
    moments: dict[str, _Moment] = {}
    with repository.objects() as reader:
        for path, here in by_path.items():
            found = _first_seen(reader, versions.of(path), {_normal(text) for _, text in here})
            missed = {_normal(text) for _, text in here} - found.keys()
            found |= _seen_at_head(
                reader, f"{repository.head}:{repository.prefix}{path}", missed, versions.newest(path)
            )
            moments |= {_digest(line): found[_normal(line[1])] for line in here}
    return moments


def _first_seen(reader: ObjectReader, versions: Iterable[_Version], texts: Set[bytes]) -> dict[bytes, _Moment]:
    """The oldest version (they come oldest first) that has each text; absent when none has."""
    found: dict[bytes, _Moment] = {}
    for version in versions:
        missing = texts - found.keys()
        if not missing:
            break
        found |= dict.fromkeys(missing & _lines(reader.read(version.blob.hex())), version.moment)
    return found


def _seen_at_head(reader: ObjectReader, spec: str, texts: Set[bytes], moment: _Moment) -> dict[bytes, _Moment]:
    """Texts that no commit of the log brought: older than the log, or from resolving a merge; else not committed."""
    committed = texts & _lines(reader.read(spec)) if texts else frozenset()
    return {text: moment if text in committed else (None, False) for text in texts}


@dataclass(frozen=True, slots=True)
class _Version:
    """The content of a file after some commit; `moment` dates lines that are first seen in it."""

    blob: bytes
    moment: _Moment


class _Versions:
    """All versions of each file in a window of the log."""

    def __init__(self, log: CommitLog, since: int) -> None:
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
        """Where a file that a commit added was moved from: gone in the same commit, with that content or base name."""
        if addition.before:
            return 0, ""
        gone = [touch for touch in self._commits[position].touches if not touch.after]
        name = posixpath.basename(addition.path)
        same = next((touch for touch in gone if touch.before == addition.after), None)
        alike = next((touch for touch in gone if posixpath.basename(touch.path) == name), None)
        origin = same or alike
        return (position, origin.path) if origin else (0, "")


def _lines(content: bytes | None) -> frozenset[bytes]:
    return frozenset(map(bytes.strip, content.splitlines())) if content else frozenset()


def _normal(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape").strip()


def _digest(line: Line) -> str:
    return hashlib.sha256("\0".join(line).encode("utf-8", "surrogateescape")).hexdigest()[:32]
