"""A snapshot file with what gem servers said -> releases and advisories of gems; and back, whole or not at all.

The same contents give the same bytes, so that a snapshot can be committed. It is gzip: a line of JSON with its date,
servers and number of gems, then a line of JSON for each gem, sorted by name, with its server and its /info as the
compact index writes it, without the checksums that no figure needs and that hardly compress.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from dxscore.domain.gems import FigureSource, Release
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.releases import releases_of
from dxscore.inputs.reading import read_bytes
from dxscore.rubygems.compact_index import CompactIndexError, InfoRow, format_info, parse_info

FORMAT = 1
_REBUILD = "write it anew: `dxscore gems sync`"
_MAX_BYTES = 64 << 20
_MAX_TEXT = 512 << 20


class _Header(msgspec.Struct, frozen=True):
    dxscore_gems: int
    taken: date
    servers: tuple[str, ...]
    gems: int


class _Gem(msgspec.Struct, frozen=True):
    name: str
    server: int
    info: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server said of a gem."""

    name: str
    server: str
    """Its address without credentials: 'https://rubygems.org'."""
    rows: tuple[InfoRow, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Releases of some gems on one day. Lines are read when they are asked for."""

    place: str
    taken: date
    servers: tuple[str, ...]
    lines: Mapping[str, bytes] = field(repr=False)
    """By name of the gem."""

    @property
    def evidence(self) -> FigureSource:
        """See GemIndex."""
        return FigureSource(f"snapshot ({self.place})", self.taken)

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """See GemIndex. Raises DxscoreError when the file is damaged."""
        found = self.fetched(name)
        return releases_of(found.rows) if found else None

    def fetched(self, name: str) -> Fetched | None:
        """What the server said, and which it was. Raises DxscoreError when the file is damaged."""
        line = self.lines.get(name)
        if line is None:
            return None
        try:
            gem = msgspec.json.decode(line, type=_Gem)
            return Fetched(gem.name, self.servers[gem.server], parse_info(gem.info))
        except (msgspec.MsgspecError, CompactIndexError, IndexError) as error:
            raise _damaged(self.place, f"{name}: {error}") from error


def read_snapshot(path: Path, place: str = "") -> Snapshot | None:
    """The snapshot in a file, None when there is no file; `place` is how to name it.

    Raises DxscoreError when it is damaged, cut off, or of a later version of dxscore.
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
    try:
        header = msgspec.json.decode(first, type=_Header)
    except msgspec.MsgspecError as error:
        raise _damaged(place, "it does not begin like one") from error
    if header.dxscore_gems != FORMAT:
        raise DxscoreError(f"{place} is of another version of dxscore (format {header.dxscore_gems})", _REBUILD)
    if len(lines) != header.gems:
        raise _damaged(place, f"it has {len(lines)} gems instead of {header.gems}")
    return Snapshot(place, header.taken, header.servers, {_name_in(line): line for line in lines})


def write_snapshot(path: Path, gems: Iterable[Fetched], taken: date) -> None:
    """Replace the file at once: others see the old one or the new one. Raises DxscoreError when it can't be written."""
    content = snapshot_bytes(gems, taken)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise DxscoreError(f"{path} can't be written: {error.strerror or error}") from error


def snapshot_bytes(gems: Iterable[Fetched], taken: date) -> bytes:
    """What is in the file of a snapshot; the same for the same gems, in whatever order."""
    ordered = sorted(gems, key=lambda gem: gem.name)
    servers = sorted({gem.server for gem in ordered})
    lines = [msgspec.json.encode(_Header(FORMAT, taken, tuple(servers), len(ordered)))]
    lines += [msgspec.json.encode(_Gem(gem.name, servers.index(gem.server), _slim(gem.rows))) for gem in ordered]
    return gzip.compress(b"\n".join(lines) + b"\n", compresslevel=9, mtime=0)


def _slim(rows: Iterable[InfoRow]) -> str:
    kept = ("ruby", "rubygems", "created_at")
    return format_info(
        InfoRow(row.version, row.platform, row.needs, {key: row.facts[key] for key in kept if key in row.facts})
        for row in rows
    )


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


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
