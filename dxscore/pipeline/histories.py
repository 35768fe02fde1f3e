"""A project's history: where it is kept, what it shows by today's rules, and what of it may go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from dxscore.config import Config
from dxscore.domain.trend import Snapshot, Trend
from dxscore.errors import DxscoreError
from dxscore.inputs.repository import Repository, open_repository
from dxscore.inputs.timeline import Moment, main_line
from dxscore.pipeline.backfill import current_ruleset
from dxscore.pipeline.reading import ScanRequest
from dxscore.store import Address, Kept, SnapshotStore, file_address, open_store, server_address
from dxscore.trends.movers import most_moved
from dxscore.trends.series import Counted, Sight, count_through

URL_VARIABLE = "DXSCORE_HISTORY_URL"


class Range(Struct, frozen=True):
    """Which snapshots to look at."""

    since: date | None = None
    until: date | None = None
    ref: str = "HEAD"
    """Whose first parents are the main line."""


def history_of(root: Path, config: Config, environment: Mapping[str, str], *, create: bool) -> SnapshotStore:
    """The store of a project. Raises DxscoreError when it can't be used, or is not there and is not to be made."""
    address = address_of(root, config, environment)
    if not address.file and not config.history.project:
        raise DxscoreError(
            "a history on a server is shared by projects, and this one has no name",
            'write [history] project = "..." into dxscore.toml',
        )
    return open_store(address, config.history.project, create=create)


def existing_history(root: Path, config: Config, environment: Mapping[str, str]) -> SnapshotStore | None:
    """The same, None before anything was kept: reports are of use without a history, too."""
    file = address_of(root, config, environment).file
    return history_of(root, config, environment, create=False) if file is None or file.exists() else None


def address_of(root: Path, config: Config, environment: Mapping[str, str]) -> Address:
    """The environment's server, else that of dxscore.toml, else the file."""
    if url := environment.get(URL_VARIABLE, ""):
        return server_address(url)
    if config.history.url:
        return server_address(config.history.url, from_file=True)
    return file_address(root, config.history.path)


def trend(request: ScanRequest, store: SnapshotStore, sight: Sight, range_: Range) -> Trend:
    """What moved, by snapshots of the main line that today's rules made. Raises DxscoreError without any."""
    ruleset = current_ruleset(request)
    line = _line(request.root, range_.ref)
    kept = line.of(store.kept(ruleset, range_.since, range_.until))
    if not kept:
        raise DxscoreError(_nothing(store, ruleset), "fill it from git: `dxscore history backfill --weekly 52`")
    counted = count_through(store.get(kept), sight)
    return Trend(
        project=request.config.history.project or request.root.resolve().name,
        ruleset=ruleset,
        total=counted.total,
        parts=most_moved(counted.parts),
        notes=tuple(_notes(store, ruleset, line, counted)),
    )


def of_main_line(root: Path, kept: Sequence[Kept]) -> Sequence[Kept]:
    """Those of commits on the main line: what was kept of a branch is no step of the way. Raises DxscoreError."""
    return _line(root, "HEAD").of(kept)


def snapshots(store: SnapshotStore, range_: Range, ruleset: str = "") -> Iterator[Snapshot]:
    """What is kept, oldest first, one at a time; of every ruleset for ''."""
    return store.get(store.kept(ruleset, range_.since, range_.until))


def unwanted(
    request: ScanRequest, store: SnapshotStore, before: date | None, *, other_rules: bool, gone: bool
) -> Sequence[Kept]:
    """Snapshots of commits before a day, those by other rules than today's, those of commits that are off the line."""
    kept = store.kept()
    ruleset = current_ruleset(request) if other_rules else ""
    on_line = {each.commit for each in _line(request.root, "HEAD").of(kept)} if gone else set()
    early = {each.number for each in kept if before and each.day < before}
    return [
        each
        for each in kept
        if each.number in early or (other_rules and each.ruleset != ruleset) or (gone and each.commit not in on_line)
    ]


class _Line(Struct, frozen=True):
    """The main line, as far as the clone has it."""

    commits: frozenset[str]
    from_: int
    """Unix time of its oldest commit; what is older can't be told from what was rewritten. 0 in a full clone."""

    def of(self, kept: Sequence[Kept]) -> Sequence[Kept]:
        """Those on it; in a shallow clone older ones, too."""
        return [each for each in kept if each.commit in self.commits or each.time < self.from_]


def _line(root: Path, ref: str) -> _Line:
    repository = open_repository(root)
    if repository is None:
        raise DxscoreError(f"{root} is not a git repository", "the history is of commits: run it in a clone")
    moments = main_line(repository, ref)
    return _Line(frozenset(moment.commit for moment in moments), _boundary(repository, moments))


def _boundary(repository: Repository, moments: Sequence[Moment]) -> int:
    return moments[-1].time if repository.shallow and moments else 0


def _nothing(store: SnapshotStore, ruleset: str) -> str:
    others = sum(count for each, count in store.rulesets().items() if each != ruleset)
    return f"all {others} snapshots were made by other rules" if others else "there is no snapshot in this range"


def _notes(store: SnapshotStore, ruleset: str, line: _Line, counted: Counted) -> Iterator[str]:
    kept = store.kept()
    others = sum(each.ruleset != ruleset for each in kept)
    if others:
        yield f"{others} snapshots by other rules are not shown: `dxscore history backfill` makes them again"
    mine = [each for each in kept if each.ruleset == ruleset]
    if lost := len(mine) - len(line.of(mine)):
        yield f"{lost} snapshots are of commits that are not on the main line, and are not shown"
    if counted.unjudged:
        yield f"not judged in the past, as that needs git's history or locked versions: {_some(counted.unjudged)}"
    if counted.uncounted:
        some = _some(counted.uncounted)
        yield f"new and fixed leave out rules that were not judged, or did not apply, all the way: {some}"


def _some(rules: Sequence[str]) -> str:
    more = f" and {len(rules) - 5} more" if len(rules) > 5 else ""
    return ", ".join(rules[:5]) + more
