"""Gems, their servers and a place for the snapshot -> the snapshot, written anew once everything was answered.

Answers are kept one by one as they come: what fails half-way leaves the old snapshot as it was, and the next run
fetches only what is missing or has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError, RefusedError
from dxscore.hosts.gem_server import GemServer, Limits
from dxscore.hosts.patience import patiently
from dxscore.inputs.gems.advisories import Advisories, Entries
from dxscore.inputs.gems.advisory_db import LANGUAGE
from dxscore.inputs.gems.kept import KeptInfos
from dxscore.inputs.gems.snapshot import Contents, KnownGem, Snapshot, write_snapshot
from dxscore.rubygems.advisories import Entry, EntryError
from dxscore.rubygems.bundler_settings import BundlerSettings
from dxscore.rubygems.compact_index import CompactIndexError, InfoRow, is_gem_name
from dxscore.rubygems.locked import Lockfile, Source
from dxscore.rubygems.remote import redacted
from dxscore.rubygems.version import Version

DEFAULT_SERVER = "https://rubygems.org/"

_PAUSE = 0.1
"""Seconds between questions: rubygems.org allows 15 a second to one address (guides.rubygems.org, rate limits)."""
_MOST_ROUNDS = 4
_ALWAYS = (LANGUAGE, "bundler")
"""What has advisories without being locked as a gem."""

Progress = Callable[[int, int], None]
Sleep = Callable[[float], object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gem to ask for."""

    name: str
    servers: tuple[str, ...] = field(repr=False)
    """Addresses, credentials and all, in the order in which to ask; the first that knows the gem is believed."""
    version: str = ""
    """The locked one, '' for a gem that is not locked."""


@dataclass(frozen=True, slots=True)
class SyncRequest:
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


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What has been done."""

    known: int
    """Gems whose releases are in the snapshot."""
    fetched: int
    """Of those, how many were new or had changed."""
    unknown: Mapping[str, str]
    """Gem -> why its releases are not in it."""


@dataclass(slots=True)
class _Run:
    """What has come so far."""

    request: SyncRequest
    sleep: Sleep
    known: dict[str, KnownGem] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    fetched: int = 0
    dateless: set[str] = field(default_factory=set)
    """Hosts that have no dates to give."""


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
    run = _Run(request, sleep)
    waiting: Mapping[str, Wanted] = {each.name: each for each in request.wanted}
    for _ in range(_MOST_ROUNDS):
        _ask_all(run, waiting.values(), progress)
        waiting = _newcomers(run, waiting.values())
        if not waiting:
            break
    if not run.known:
        reasons = "; ".join(dict.fromkeys(run.unknown.values())) or "there is none to ask for"
        raise DxscoreError(f"no gem could be had: {reasons}")
    write_snapshot(request.snapshot, _contents(run))
    return SyncResult(len(run.known), run.fetched, run.unknown)


def _servers(source: Source) -> tuple[str, ...]:
    return tuple(remote.reveal() for remote in source.remotes) if source.kind == "GEM" else ()


def _ask_all(run: _Run, wanted: Iterable[Wanted], progress: Progress) -> None:
    servers: dict[str, GemServer] = {}
    gems = list(wanted)
    for done, gem in enumerate(gems):
        progress(done, len(gems))
        for address in gem.servers:
            if address not in servers:
                servers[address] = _server(address, run.request)
        _ask(run, gem, {address: servers[address] for address in gem.servers})
    progress(len(gems), len(gems))


def _server(address: str, request: SyncRequest) -> GemServer:
    """The server to ask for what lies at an address: its mirror if Bundler has one."""
    asked = request.settings.mirror(address)
    return GemServer.at(asked, request.settings.credentials(asked), request.limits)


def _ask(run: _Run, gem: Wanted, servers: Mapping[str, GemServer]) -> None:
    """Put the gem among the known or the unknown."""
    reasons: list[str] = []
    for address, server in servers.items():
        if urlsplit(address).hostname in run.request.without:
            reasons.append(f"{server.host} was not asked")
            continue
        try:
            rows = _rows(run, gem.name, server)
        except (RefusedError, CompactIndexError) as error:
            reasons.append(str(error) if isinstance(error, RefusedError) else f"{server.host} sent nonsense: {error}")
            continue
        if rows is not None:
            run.known[gem.name] = KnownGem(gem.name, redacted(address), _dated(run, gem.name, rows, server))
            return
        reasons.append(f"{server.host} does not have it")
    run.unknown[gem.name] = "; ".join(reasons)


def _rows(run: _Run, gem: str, server: GemServer) -> tuple[InfoRow, ...] | None:
    kept_infos = KeptInfos(run.request.cache)
    kept = kept_infos.load(server.address, gem)
    body = _patiently(run, server, lambda: server.info(gem, kept))
    if body is None:
        return None
    rows = body.rows()
    if body is not kept:
        kept_infos.store(server.address, gem, body)
        run.fetched += 1
    return rows


def _patiently(run: _Run, server: GemServer, action: Callable[[], T]) -> T:
    started = time.monotonic()
    try:
        return patiently(action, run.sleep)
    except BusyError as error:
        host = urlsplit(server.address).hostname
        hint = f"run it again later: what has come is kept; or leave its gems out: --without {host}"
        raise DxscoreError(str(error), hint) from error
    finally:
        run.sleep(max(_PAUSE - (time.monotonic() - started), 0))


def _dated(run: _Run, gem: str, rows: tuple[InfoRow, ...], server: GemServer) -> tuple[InfoRow, ...]:
    """The rows with the dates that the index itself lacks: those known before, else those of the JSON API."""
    if all(row.created_at for row in rows):
        return rows
    before = run.request.before
    known = before.known(gem) if before else None
    old = (known.rows if known else None) or ()
    dates = {row.full_version: row.facts["created_at"] for row in old if row.created_at}
    if any(row.full_version not in dates for row in rows if not row.created_at) and server.host not in run.dateless:
        dates |= _asked_dates(run, gem, server)
    return tuple(_with_date(row, dates.get(row.full_version, "")) for row in rows)


def _asked_dates(run: _Run, gem: str, server: GemServer) -> Mapping[str, str]:
    """A server that has no such API, or keeps it for itself, is not asked again: dates are no reason to stop."""
    try:
        dates = _patiently(run, server, lambda: server.dates(gem))
    except DxscoreError:
        dates = {}
    if not dates:
        run.dateless.add(server.host)
    return dates


def _with_date(row: InfoRow, time_text: str) -> InfoRow:
    return replace(row, facts={**row.facts, "created_at": time_text}) if time_text and not row.created_at else row


def _newcomers(run: _Run, asked: Iterable[Wanted]) -> Mapping[str, Wanted]:
    """Gems not asked for yet that newer releases of possible blockers among these need, at the same servers."""
    found: dict[str, Wanted] = {}
    for gem in asked:
        for name in _needed_by_newer(run, gem):
            if name not in run.known and name not in run.unknown and is_gem_name(name):
                found.setdefault(name, Wanted(name, gem.servers))
    return found


def _needed_by_newer(run: _Run, gem: Wanted) -> Iterator[str]:
    known = run.known.get(gem.name)
    rows = (known.rows if known else None) or ()
    if not any(name in run.request.frameworks for row in rows for name in row.needs):
        return
    locked = Version.parse(gem.version) if gem.version else None
    for row in rows:
        if locked is None or Version.parse(row.version) > locked:
            yield from row.needs


def _contents(run: _Run) -> Contents:
    sources = Advisories(run.request.advisories)
    entries = {name: _entries(run.request.advisories, name) for name in (*run.known, *run.unknown, *_ALWAYS)}
    gems = [replace(run.known.get(name, KnownGem(name)), entries=found) for name, found in entries.items()]
    return Contents(
        run.request.today,
        tuple(gem for gem in gems if gem.rows is not None or gem.entries is not None),
        sources.evidence,
    )


def _entries(sources: tuple[Entries, ...], name: str) -> tuple[Entry, ...] | None:
    """None without a source, and when one has an entry that can't be read."""
    try:
        return tuple(entry for source in sources for entry in source.entries(name)) if sources else None
    except EntryError:
        return None
