"""A gem and its servers -> what the first of them that knows it says, with dates if they can be had anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.gems import Release
from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError, RefusedError
from dxscore.hosts.gem_server import AddressError, GemServer, Limits
from dxscore.hosts.patience import patiently
from dxscore.inputs.gems.kept import KeptInfos
from dxscore.inputs.gems.releases import releases_of
from dxscore.inputs.gems.snapshot import KnownGem, Snapshot
from dxscore.rubygems.bundler_settings import BundlerSettings
from dxscore.rubygems.compact_index import CompactIndexError, parse_time
from dxscore.rubygems.remote import redacted

_PAUSE = 0.1
"""Seconds before each question: rubygems.org allows 15 a second from one address (guides.rubygems.org, rate limits)."""

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


class Manner(Struct, frozen=True):
    """How to ask."""

    kept: KeptInfos
    settings: BundlerSettings
    without: frozenset[str]
    """Hosts not to ask."""
    before: Snapshot | None
    """Dates in it need not be asked for again."""
    limits: Limits
    sleep: Sleep


@dataclass(slots=True)
class Answers:
    """What has come so far."""

    known: dict[str, KnownGem] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    """Gem -> why nothing is known of it."""
    fetched: int = 0
    """How many of the known were new or had changed."""
    dateless: set[str] = field(default_factory=set)
    """Hosts that have no dates to give."""


def ask_all(manner: Manner, wanted: Iterable[Wanted], answers: Answers, progress: Progress) -> None:
    """Put each gem among the known or the unknown answers.

    Raises DxscoreError when a server does not answer in spite of patience, or its connection is not safe.
    """
    gems = list(wanted)
    addresses = dict.fromkeys(address for gem in gems for address in gem.servers)
    servers = {address: _server(address, manner) for address in addresses}
    for done, gem in enumerate(gems):
        progress(done, len(gems))
        _ask(manner, answers, gem, {address: servers[address] for address in gem.servers})
    progress(len(gems), len(gems))


def _server(address: str, manner: Manner) -> GemServer | str:
    """The server to ask for what lies at an address, its mirror if Bundler has one; or why nobody is asked."""
    asked = manner.settings.mirror(address)
    for host in (urlsplit(address).hostname, urlsplit(asked).hostname):
        if host in manner.without:
            return f"{host} was not asked"
    try:
        return GemServer.at(asked, manner.settings.credentials(asked), manner.limits)
    except AddressError as error:
        return str(error)


def _ask(manner: Manner, answers: Answers, gem: Wanted, servers: Mapping[str, GemServer | str]) -> None:
    reasons: list[str] = []
    for address, server in servers.items():
        if isinstance(server, str):
            reasons.append(server)
            continue
        try:
            releases = _releases(manner, answers, gem.name, server)
        except (RefusedError, CompactIndexError) as error:
            reasons.append(str(error) if isinstance(error, RefusedError) else f"{server.host} sent nonsense: {error}")
            continue
        if releases is not None:
            answers.known[gem.name] = _dated(manner, answers, KnownGem(gem.name, redacted(address), releases), server)
            return
        reasons.append(f"{server.host} does not have it")
    answers.unknown[gem.name] = "; ".join(reasons)


def _releases(manner: Manner, answers: Answers, gem: str, server: GemServer) -> tuple[Release, ...] | None:
    kept = manner.kept.load(server.address, gem)
    body = _patiently(manner, server, lambda: server.info(gem, kept))
    if body is None:
        return None
    releases = releases_of(body.rows())
    if body is not kept:
        manner.kept.store(server.address, gem, body)
        answers.fetched += 1
    return releases


def _patiently(manner: Manner, server: GemServer, action: Callable[[], T]) -> T:
    manner.sleep(_PAUSE)
    try:
        return patiently(action, manner.sleep)
    except BusyError as error:
        host = urlsplit(server.address).hostname
        hint = f"run it again later: what has come is kept; or leave its gems out: --without {host}"
        raise DxscoreError(str(error), hint) from error


def _dated(manner: Manner, answers: Answers, gem: KnownGem, server: GemServer) -> KnownGem:
    """The gem with the dates that the index itself lacks: those known before, else those of the JSON API."""
    releases = gem.releases or ()
    lacking = {_full_version(each) for each in releases if each.released is None}
    if not lacking:
        return gem
    before = manner.before.releases(gem.name) if manner.before else None
    dates = {_full_version(each): each.released for each in before or () if each.released}
    if not dates.keys() >= lacking and server.host not in answers.dateless:
        dates |= _asked_dates(manner, answers, gem.name, server)
    dated = (replace(each, released=each.released or dates.get(_full_version(each))) for each in releases)
    return replace(gem, releases=tuple(dated))


def _asked_dates(manner: Manner, answers: Answers, gem: str, server: GemServer) -> Mapping[str, date]:
    """A server that has no such API, or keeps it for itself, is not asked again: dates are no reason to stop."""
    try:
        told = _patiently(manner, server, lambda: server.dates(gem))
    except DxscoreError:
        told = {}
    if not told:
        answers.dateless.add(server.host)
    return {version: day.date() for version, text in told.items() if (day := parse_time(text))}


def _full_version(release: Release) -> str:
    return f"{release.version}-{release.platform}" if release.platform else release.version
