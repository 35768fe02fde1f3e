"""The first-parent line of a repository -> when migrations came, and when models began to ignore columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dxscore.domain.landing import Ignoring, Landing, Landings
from dxscore.errors import DxscoreError
from dxscore.inputs.repository import Repository

_LOG = ("log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--format=%x00%H%x00%cs%x00")
_ADDED = ("--name-only", "--diff-filter=A", "--relative")
_PATCHES = ("-p", "-U0", "-G", "ignored_columns", "--no-ext-diff", "--no-textconv", "--relative")
_MIGRATIONS = ":(glob)**/db/**"
_MODELS = ":(glob)**/app/models/**"


def read_landings(repository: Repository | None, since: date) -> Landings:
    """Since a day. Nothing without git, before the first commit, or when git can't read its log."""
    if repository is None or not repository.head:
        return Landings()
    try:
        order = repository.run("rev-list", "--first-parent", f"--since={since}", repository.head).decode().split()
        positions = {commit: position for position, commit in enumerate(order)}
        added = list(_commits(repository, positions, since, *_ADDED, repository.head, "--", _MIGRATIONS))
        patches = list(_commits(repository, positions, since, *_PATCHES, repository.head, "--", _MODELS))
    except DxscoreError:
        return Landings()
    migrations = {path: landing for landing, text in reversed(added) for path in text.split("\n") if path}
    return Landings(migrations, tuple(each for landing, text in patches for each in _ignorings(landing, text)))


def _commits(
    repository: Repository, positions: dict[str, int], since: date, *arguments: str
) -> Iterator[tuple[Landing, str]]:
    """Those of the log, the newest first, with what it shows of each."""
    log = repository.run(*_LOG, f"--since={since}", *arguments).decode("utf-8", "replace").split("\0")
    for commit, day, text in (log[start : start + 3] for start in range(1, len(log) - 2, 3)):
        if commit in positions:
            yield Landing(positions[commit], commit, day), text


def _ignorings(landing: Landing, patch: str) -> Iterator[Ignoring]:
    path, lines = "", list[str]()
    for line in [*patch.splitlines(), "+++ "]:
        if line.startswith("+++ "):
            if lines:
                yield Ignoring(landing, path, tuple(lines))
            path, lines = line.removeprefix("+++ ").removeprefix("b/"), []
        elif line.startswith("+"):
            lines.append(line[1:])
