"""Entries of advisory databases <-> records for a snapshot."""

from __future__ import annotations

from datetime import date

import msgspec

from dxscore.rubygems.advisories import Band, Entry
from dxscore.rubygems.affected import Affected, AllBut, Change, Event, Listed
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version


class AllButRecord(msgspec.Struct, frozen=True, tag="all but"):
    """See AllBut."""

    patched: tuple[str, ...]
    unaffected: tuple[str, ...]


class ListedRecord(msgspec.Struct, frozen=True, tag="listed"):
    """See Listed."""

    versions: tuple[str, ...]
    ranges: tuple[tuple[tuple[str, Change], ...], ...]


class EntryRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """See Entry; the package is that of the gem it is stored with."""

    id: str
    aliases: tuple[str, ...]
    title: str
    url: str
    published: date | None
    band: Band
    affected: AllButRecord | ListedRecord
    score: float | None = None
    platform: str = ""


def entry_record(entry: Entry) -> EntryRecord:
    """What to store."""
    return EntryRecord(
        id=entry.id,
        aliases=entry.aliases,
        title=entry.title,
        url=entry.url,
        published=entry.published,
        band=entry.band,
        affected=_affected_record(entry.affected),
        score=entry.score,
        platform=entry.platform,
    )


def entry_of(record: EntryRecord, package: str) -> Entry:
    """What was stored. Raises ValueError for a version or requirement that is none."""
    return Entry(
        package=package,
        id=record.id,
        aliases=record.aliases,
        title=record.title,
        url=record.url,
        published=record.published,
        band=record.band,
        score=record.score,
        platform=record.platform,
        affected=_affected(record.affected),
    )


def _affected_record(affected: Affected) -> AllButRecord | ListedRecord:
    if isinstance(affected, Listed):
        ranges = tuple(tuple((str(each.version), each.change) for each in events) for events in affected.ranges)
        return ListedRecord(tuple(map(str, affected.versions)), ranges)
    return AllButRecord(tuple(map(str, affected.patched)), tuple(map(str, affected.unaffected)))


def _affected(record: AllButRecord | ListedRecord) -> Affected:
    if isinstance(record, ListedRecord):
        ranges = tuple(tuple(Event(Version.parse(text), change) for text, change in each) for each in record.ranges)
        return Listed(tuple(map(Version.parse, record.versions)), ranges)
    return AllBut(tuple(map(Requirement.parse, record.patched)), tuple(map(Requirement.parse, record.unaffected)))
