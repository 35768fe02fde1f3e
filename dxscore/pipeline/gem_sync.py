"""Gems, their servers and a place for the snapshot -> the snapshot, written anew once everything was answered.

Answers are kept one by one as they come: what fails half-way leaves the old snapshot as it was, and the next run
fetches only what is missing or has changed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from dxscore.copying import replace
from dxscore.errors import DxscoreError
from dxscore.hosts.gem_server import Limits
from dxscore.inputs.gems.advisories import Advisories, Entries
from dxscore.inputs.gems.advisory_db import LANGUAGE
from dxscore.inputs.gems.kept import KeptInfos
from dxscore.inputs.gems.snapshot import Contents, KnownGem, Snapshot, write_snapshot
from dxscore.pipeline.gem_asking import Answers, Manner, Progress, Sleep, Wanted, ask_all
from dxscore.rubygems.advisories import Entry, EntryError
from dxscore.rubygems.bundler_settings import BundlerSettings
from dxscore.rubygems.compact_index import is_gem_name
from dxscore.rubygems.locked import Lockfile, Source
from dxscore.rubygems.version import Version

DEFAULT_SERVER = "https://rubygems.org/"

_MOST_ROUNDS = 4
_ALWAYS = (LANGUAGE, "bundler")
"""What has advisories without being locked as a gem."""


class SyncRequest(Struct, frozen=True):
    """What to fetch and where to put it."""

    wanted: tuple[Wanted, ...]
    snapshot: Path
    cache: Path
    """Folder for answers, so that they need not come twice; it may be lost."""
    today: date
    settings: BundlerSettings = field(default_factory=BundlerSettings)
    frameworks: frozenset[str] = frozenset()
    """Of gems that need one of these, what newer releases need is fetched too: they may block its next version."""
    advisories: tuple[Entries, ...] = ()
    without: frozenset[str] = frozenset()
    """Hosts not to ask; their gems stay unknown."""
    before: Snapshot | None = None
    """The snapshot that there was: dates in it need not be asked for again."""
    limits: Limits = field(default_factory=Limits)


class SyncResult(Struct, frozen=True):
    """What has been done."""

    known: int
    """Gems whose releases are in the snapshot."""
    fetched: int
    """Of those, how many were new or had changed."""
    unknown: Mapping[str, str]
    """Gem -> why its releases are not in it."""


def wanted_gems(lockfile: Lockfile) -> tuple[Wanted, ...]:
    """Each locked gem once, at the servers it may come from; one from git at the first server, none from a folder."""
    pools = [source for source in lockfile.sources if source.kind == "GEM" and source.remotes]
    first = (pools[0].remotes[0].reveal(),) if pools else (DEFAULT_SERVER,)
    found: dict[str, Wanted] = {}
    for source in lockfile.sources:
        for spec in source.specs if source.kind in ("GEM", "GIT") else ():
            if is_gem_name(spec.name):
                found.setdefault(spec.name, Wanted(spec.name, _servers(source) or first, spec.version))
    return tuple(found.values())


def sync_gems(
    request: SyncRequest, progress: Progress = lambda _done, _total: None, sleep: Sleep = time.sleep
) -> SyncResult:
    """Ask for every gem, then write the snapshot.

    Raises DxscoreError, and writes nothing, when a server does not answer in spite of patience, its connection is not
    safe, or no gem could be had at all. A gem that its server does not know or does not give away stays unknown.
    """
    answers = Answers()
    manner = Manner(KeptInfos(request.cache), request.settings, request.without, request.before, request.limits, sleep)
    waiting: Mapping[str, Wanted] = {each.name: each for each in request.wanted}
    for _ in range(_MOST_ROUNDS):
        ask_all(manner, waiting.values(), answers, progress)
        waiting = _newcomers(answers, waiting.values(), request.frameworks)
        if not waiting:
            break
    if not answers.known:
        reasons = "; ".join(dict.fromkeys(answers.unknown.values())) or "there is none to ask for"
        raise DxscoreError(f"no gem could be had: {reasons}")
    write_snapshot(request.snapshot, _contents(answers, request))
    return SyncResult(len(answers.known), answers.fetched, answers.unknown)


def _servers(source: Source) -> tuple[str, ...]:
    return tuple(remote.reveal() for remote in source.remotes) if source.kind == "GEM" else ()


def _newcomers(answers: Answers, asked: Iterable[Wanted], frameworks: frozenset[str]) -> Mapping[str, Wanted]:
    """Gems not asked for yet that newer releases of possible blockers among these need.

    Of a private gem they are more often than not public: so the server that most gems are from is asked as well.
    """
    gems = list(asked)
    usual = [servers for servers, _ in Counter(gem.servers for gem in gems).most_common(1)]
    found: dict[str, Wanted] = {}
    for gem in gems:
        for name in _needed_by_newer(answers, gem, frameworks):
            if name not in answers.known and name not in answers.unknown and is_gem_name(name):
                found.setdefault(name, Wanted(name, tuple(dict.fromkeys((*gem.servers, *usual[0])))))
    return found


def _needed_by_newer(answers: Answers, gem: Wanted, frameworks: frozenset[str]) -> Iterator[str]:
    known = answers.known.get(gem.name)
    releases = (known.releases if known else None) or ()
    if not any(needed.name in frameworks for each in releases for needed in each.needs):
        return
    locked = _version(gem.version)
    for each in releases:
        if locked is None or Version.parse(each.version) > locked:
            yield from (needed.name for needed in each.needs)


def _version(text: str) -> Version | None:
    try:
        return Version.parse(text) if text else None
    except ValueError:  # a lockfile edited by hand
        return None


def _contents(answers: Answers, request: SyncRequest) -> Contents:
    sources = Advisories(request.advisories)
    entries = {name: _entries(request.advisories, name) for name in (*answers.known, *answers.unknown, *_ALWAYS)}
    gems = [replace(answers.known.get(name, KnownGem(name)), entries=found) for name, found in entries.items()]
    return Contents(
        request.today,
        tuple(gem for gem in gems if gem.releases is not None or gem.entries is not None),
        sources.evidence,
    )


def _entries(sources: tuple[Entries, ...], name: str) -> tuple[Entry, ...] | None:
    """None without a source, and when one has an entry that can't be read."""
    try:
        return tuple(entry for source in sources for entry in source.entries(name)) if sources else None
    except EntryError:
        return None
