"""A snapshot file with what gem servers said -> releases and advisories of gems; and back, whole or not at all.

The same contents give the same bytes, so that a snapshot can be committed. It is gzip: a line of JSON with its date and
sources, then one for each gem, sorted by name, with its releases (without check sums, which no figure needs and which
hardly compress) and its entries of the advisory databases.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from dxscore.domain.gems import FigureSource, Release
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.entry_codec import EntryRecord, entry_of, entry_record
from dxscore.inputs.gems.writing import replace_file
from dxscore.inputs.reading import read_bytes
from dxscore.rubygems.advisories import Entry, EntryError

FORMAT = 1
_REBUILD = "write it anew: `dxscore gems sync`"
_MAX_BYTES = 64 << 20
_MAX_TEXT = 512 << 20
_LEFT_OUT = "checksum"
T = TypeVar("T")


class _Header(msgspec.Struct, frozen=True):
    dxscore_gems: int
    taken: date
    servers: tuple[str, ...]
    gems: int
    advisories: str | None
    """Where the entries come from; None when there are none in it."""
    advisories_taken: date | None


class _Releases(msgspec.Struct, frozen=True):
    """What is of interest in a line; the rest of it is passed over, which costs next to nothing."""

    releases: tuple[Release, ...] | None = None


class _Entries(msgspec.Struct, frozen=True):
    """The same for those who look for advisories."""

    entries: tuple[EntryRecord, ...] | None = None


class KnownGem(Struct, frozen=True):
    """What is known of a gem."""

    name: str
    server: str = ""
    """Who said it, fit to be printed: 'https://rubygems.org'."""
    releases: tuple[Release, ...] | None = None
    """None when no server that was asked knows it."""
    entries: tuple[Entry, ...] | None = None
    """None when no advisory database was at hand."""


class Contents(Struct, frozen=True):
    """What is in a snapshot."""

    taken: date
    gems: tuple[KnownGem, ...]
    advisories: FigureSource | None = None
    """Where the entries come from."""


class SnapshotEntries(Struct, frozen=True):
    """The advisories in a snapshot, a source for Advisories."""

    snapshot: Snapshot
    evidence: FigureSource

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What it has on a gem. Raises EntryError for a gem that it knows nothing of, DxscoreError when damaged."""
        found = self.snapshot.entries(name)
        if found is None:
            raise EntryError(f"{self.snapshot.place} does not have {name}")
        return found


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A GemIndex of some gems on one day. Lines are read when they are asked for."""

    place: str
    taken: date
    servers: tuple[str, ...]
    advisories: FigureSource | None
    lines: Mapping[str, bytes] = field(repr=False)
    """By name of the gem."""

    @property
    def evidence(self) -> FigureSource:
        """See GemIndex."""
        return FigureSource(f"snapshot ({self.place})", self.taken)

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """See GemIndex. Raises DxscoreError when the file is damaged."""
        line = self._line(name, _Releases)
        return line.releases if line else None

    def entries(self, name: str) -> tuple[Entry, ...] | None:
        """Advisories of a gem, None when unknown. Raises DxscoreError when the file is damaged."""
        line = self._line(name, _Entries)
        if line is None or line.entries is None:
            return None
        try:
            return tuple(entry_of(each, name) for each in line.entries)
        except ValueError as error:
            raise _damaged(self.place, f"{name}: {error}") from error

    def advisory_entries(self) -> SnapshotEntries | None:
        """Its advisories, None when it was written without a database at hand."""
        if self.advisories is None:
            return None
        source = f"{self.advisories.source} in the snapshot ({self.place})"
        return SnapshotEntries(self, FigureSource(source, self.advisories.taken))

    def _line(self, name: str, kind: type[T]) -> T | None:
        line = self.lines.get(name)
        if line is None:
            return None
        try:
            return msgspec.json.decode(line, type=kind)
        except msgspec.MsgspecError as error:
            raise _damaged(self.place, f"{name}: {error}") from error


def read_snapshot(path: Path, place: str = "") -> Snapshot | None:
    """The snapshot in a file, None when there is no file; `place` is how to name it.

    Raises DxscoreError when it is damaged, cut off, or of another version of dxscore.
    """
    place = place or str(path)
    try:
        content = read_bytes(path, _MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DxscoreError(f"{place} can't be read: {error.strerror or error}") from error
    return parse_snapshot(content, place)


def parse_snapshot(content: bytes, place: str) -> Snapshot:
    """The bytes of a snapshot file. Raises DxscoreError like `read_snapshot`."""
    first, *lines = _unpacked(content, place).splitlines()
    header = _header(first, place)
    if len(lines) != header.gems:
        raise _damaged(place, f"it has {len(lines)} gems instead of {header.gems}")
    advisories = FigureSource(header.advisories, header.advisories_taken) if header.advisories else None
    return Snapshot(place, header.taken, header.servers, advisories, {_name_in(line): line for line in lines})


def write_snapshot(path: Path, contents: Contents) -> None:
    """Replace the file at once: others see the old one or the new one. Raises DxscoreError when it can't be written."""
    content = snapshot_bytes(contents)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise DxscoreError(f"{path} can't be written: {error.strerror or error}") from error


def snapshot_bytes(contents: Contents) -> bytes:
    """What is in the file; the same for the same gems, in whatever order."""
    gems = sorted(contents.gems, key=lambda gem: gem.name)
    servers = sorted({gem.server for gem in gems if gem.releases is not None})
    source = contents.advisories
    header = _Header(
        dxscore_gems=FORMAT,
        taken=contents.taken,
        servers=tuple(servers),
        gems=len(gems),
        advisories=source.source if source else None,
        advisories_taken=source.taken if source else None,
    )
    lines = [header, *map(_record, gems)]
    return gzip.compress(b"".join(msgspec.json.encode(line) + b"\n" for line in lines), compresslevel=9, mtime=0)


def _record(gem: KnownGem) -> dict[str, object]:
    """What _Releases and _Entries read, and the name first of all; a dict, as defaults can be left out of it."""
    record: dict[str, object] = {"name": gem.name}
    if gem.releases is not None:
        record |= {"releases": list(map(_release_record, gem.releases))}
    if gem.entries is not None:
        record |= {"entries": list(map(entry_record, gem.entries))}
    return record


def _release_record(release: Release) -> dict[str, object]:
    values = {each.name: getattr(release, each.name) for each in fields(Release)}
    defaults = {each.name: each.default for each in fields(Release)}
    return {name: value for name, value in values.items() if name != _LEFT_OUT and value != defaults[name]}


def _header(line: bytes, place: str) -> _Header:
    try:
        version = msgspec.json.decode(line).get("dxscore_gems")
        if version == FORMAT:
            return msgspec.json.decode(line, type=_Header)
    except (msgspec.MsgspecError, AttributeError) as error:
        raise _damaged(place, "it does not begin like one") from error
    raise DxscoreError(f"{place} is of another version of dxscore (format {version})", _REBUILD)


def _unpacked(content: bytes, place: str) -> bytes:
    """Bounded, as the file may come from a stranger's repository."""
    unpacker = zlib.decompressobj(wbits=31)  # 31: gzip, whose check sum zlib then compares
    try:
        text = unpacker.decompress(content, _MAX_TEXT)
    except zlib.error as error:
        raise _damaged(place, str(error)) from error
    if not unpacker.eof or not text:
        raise _damaged(place, "it is cut off" if len(text) < _MAX_TEXT else "it is too large")
    return text


def _name_in(line: bytes) -> str:
    """Names of gems hold nothing that JSON would escape, and the name comes first."""
    return line[9 : line.find(b'"', 9)].decode("utf-8", "replace")


def _damaged(place: str, reason: str) -> DxscoreError:
    return DxscoreError(f"{place} is damaged: {reason}", _REBUILD)
