"""The steps of `dxscore history backfill` in their order: commits of the past in, snapshots in the store out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import msgspec
from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.source import SourceFile
from dxscore.domain.trend import Snapshot
from dxscore.errors import DxscoreError
from dxscore.evaluation.scopes import relevant
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import cores, key_of
from dxscore.facts.warming import warm
from dxscore.facts.workers import Load, Lost, run_all
from dxscore.inputs.discovery import cache_is_checked_out
from dxscore.inputs.object_discovery import discover_objects
from dxscore.inputs.objects import Blobs
from dxscore.inputs.repository import Repository, open_repository
from dxscore.inputs.timeline import Moment, main_line, weekly
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.reading import ScanRequest, rules_of
from dxscore.pipeline.snapshots import Recorder
from dxscore.pipeline.versions import versions_of
from dxscore.rulebook.selection import in_force
from dxscore.store import SnapshotStore

_HEAVY = Load(seconds=900, chunk=2, per_worker=2)
"""A commit."""

Stage: TypeAlias = Callable[[str, int, int], None]
"""Called with (what is counted, how many are done, how many there are): 'commits listed', 'files', 'commits'."""


class LeftOut(Struct, frozen=True):
    """A commit without a snapshot."""

    commit: str
    reason: str
    hint: str = ""


class Backfilled(Struct, frozen=True):
    """What came of it."""

    ruleset: str
    wanted: int
    """Commits that should have a snapshot."""
    known: int
    """Those that had one before."""
    written: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def backfill(request: ScanRequest, store: SnapshotStore, weeks: int, ref: str, stage: Stage) -> Backfilled:
    """Give the last commit of each of so many weeks a snapshot by today's rules; those that have one keep it.

    So do commits of the line that have one by other rules. Every snapshot is in the store as soon as it is made: a run
    that ends early is taken up where it was. Raises DxscoreError when there is nothing to go by.
    """
    with ExitStack() as stack:
        recorder = _recorder(request, stack)
        line = main_line(recorder.repository, _commit(recorder.repository, ref))
        ruleset = recorder.ruleset
        wanted = _wanted(line, weekly(line, weeks), store, ruleset)
        known = store.known([moment.commit for moment in wanted], ruleset)
        todo = [moment for moment in wanted if moment.commit not in known]
        readable, unread = _warmed(recorder, todo, request.config.scan.jobs, stage)
        made = _made(recorder, readable, ruleset, request.config.scan.jobs, stage)
        left_out, written = [*unread], 0
        for outcome in made:
            if isinstance(outcome, LeftOut):
                left_out.append(outcome)
            else:
                written += store.put(outcome)
    notes = tuple(_notes(recorder.repository, line, weeks))
    return Backfilled(ruleset, len(wanted), len(known), written, tuple(left_out), notes)


def record(request: ScanRequest, store: SnapshotStore) -> bool:
    """Keep a snapshot of the head, exactly as `backfill` would; whether it is new. Raises DxscoreError."""
    with ExitStack() as stack:
        recorder = _recorder(request, stack)
        ruleset = recorder.ruleset
        head = _commit(recorder.repository, "HEAD")
        if store.known([head], ruleset):
            return False
        return store.put(recorder.snapshot(main_line(recorder.repository, head)[0], ruleset))


def current_ruleset(request: ScanRequest) -> str:
    """By which today's snapshots are made."""
    with ExitStack() as stack:
        return _recorder(request, stack).ruleset


def _recorder(request: ScanRequest, stack: ExitStack) -> Recorder:
    repository = open_repository(request.root)
    if repository is None:
        raise DxscoreError(
            f"{request.root} is not a git repository", "the history is made of commits: run it in a clone"
        )
    if not repository.head:
        raise DxscoreError("there is no commit yet", "commit something first")
    request = replace(request, use_cache=request.use_cache and not cache_is_checked_out(repository))
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    rulebook = in_force(everything, request.config.rules)
    tree = FolderTree(request.root)
    facts = request.stored("facts.db") or Path(stack.enter_context(TemporaryDirectory(prefix="dxscore-"))) / "facts.db"
    return Recorder(
        repository,
        tree,
        request.config,
        replace(rulebook, rules=relevant(rulebook.rules, versions_of(tree))),
        everything.rules,
        Blobs(repository.root),
        facts,
    )


def _commit(repository: Repository, ref: str) -> str:
    if commit := repository.resolve(ref):
        return commit
    raise DxscoreError(f"git knows no commit {ref}", "fetch it first, or name another with --ref")


def _wanted(line: Sequence[Moment], picked: Sequence[Moment], store: SnapshotStore, ruleset: str) -> tuple[Moment, ...]:
    """The picked ones, and those since the first of them that have a snapshot by any rules; oldest first."""
    if not picked:
        return ()
    kept = {each.commit for each in store.kept(since=picked[0].day) if each.ruleset != ruleset}
    chosen = {moment.commit for moment in picked} | kept
    return tuple(moment for moment in reversed(line) if moment.commit in chosen)


def _warmed(
    recorder: Recorder, moments: Sequence[Moment], jobs: int, stage: Stage
) -> tuple[Sequence[Moment], Sequence[LeftOut]]:
    """Read what the commits have, each content once; the commits that can be judged, and those that can't be."""
    files: dict[str, SourceFile] = {}
    readable, left_out = [], []
    for number, moment in enumerate(moments, start=1):
        try:
            listing = discover_objects(recorder.tree(moment.commit), recorder.config.scan)
            files.update((key_of(file), file) for file in listing.files)
            readable.append(moment)
        except DxscoreError as error:
            left_out.append(LeftOut(moment.commit, str(error), error.hint))
        stage("commits listed", number, len(moments))
    cached = FactsCache.at(recorder.store)
    if files and cached:
        rules = recorder.rulebook.rules
        warm(
            files.values(), recorder.blobs.source, rules, cached, jobs, lambda done, total: stage("files", done, total)
        )
    return readable, left_out


def _made(
    recorder: Recorder, moments: Sequence[Moment], ruleset: str, jobs: int, stage: Stage
) -> Iterator[Snapshot | LeftOut]:
    """Judge commits in processes side by side, each of which holds one commit at a time."""
    encode = msgspec.msgpack.encode
    gc.freeze()  # what is here now need not be looked through again and again

    def work(index: int) -> bytes:
        try:
            return b"s" + encode(recorder.snapshot(moments[index], ruleset))
        except DxscoreError as error:
            return b"e" + encode(LeftOut(moments[index].commit, str(error), error.hint))
        finally:
            gc.collect()  # values of a commit refer to each other in circles, and nobody else collects here

    for done, (index, outcome) in enumerate(run_all(len(moments), work, jobs or cores(), _HEAVY), start=1):
        yield _decoded(outcome, moments[index])
        stage("commits", done, len(moments))


def _decoded(outcome: bytes | Lost, moment: Moment) -> Snapshot | LeftOut:
    if isinstance(outcome, Lost):
        return LeftOut(moment.commit, f"judging it failed: {outcome.reason}", outcome.detail)
    if outcome[:1] == b"s":
        return msgspec.msgpack.decode(outcome[1:], type=Snapshot)
    return msgspec.msgpack.decode(outcome[1:], type=LeftOut)


def _notes(repository: Repository, line: Collection[Moment], weeks: int) -> Iterator[str]:
    oldest, newest = min(each.time for each in line), max(each.time for each in line)
    if repository.shallow and newest - oldest < weeks * 7 * 86_400:
        yield "this is a shallow clone, so the history begins with it: `git fetch --unshallow` brings the rest"
