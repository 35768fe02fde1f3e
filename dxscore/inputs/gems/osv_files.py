"""OSV records (a folder of JSON files, or the zip file that osv.dev offers) -> their entries on one gem."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dxscore.domain.gems import FigureSource
from dxscore.errors import DxscoreError
from dxscore.inputs.reading import read_bytes
from dxscore.rubygems.advisories import Entry, EntryError
from dxscore.rubygems.osv import gems_in, parse_osv

_MAX_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class OsvFiles:
    """All records of a place, by gem: their names do not say which gem they are for, so all were read."""

    evidence: FigureSource
    by_gem: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    unreadable: Mapping[str, str] = field(repr=False)
    """Gem -> which of its records can't be read, and why."""

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What the records say of a gem. Raises EntryError when one of them can't be read."""
        if name in self.unreadable:
            raise EntryError(self.unreadable[name])
        return self.by_gem.get(name, ())


def read_osv(place: Path) -> OsvFiles:
    """Everything in a folder or zip file. Raises DxscoreError when there is none, or a file is no JSON."""
    by_gem: dict[str, list[Entry]] = {}
    unreadable: dict[str, str] = {}
    newest = ""
    for name, data in _records(place):
        try:
            for entry in parse_osv(data):
                by_gem.setdefault(entry.package, []).append(entry)
        except ValueError as error:
            unreadable.update((gem, f"{name}: {error}") for gem in gems_in(data))
        newest = max(newest, _modified(data))
    evidence = FigureSource("OSV records", date.fromisoformat(newest) if newest else None)
    return OsvFiles(evidence, {gem: tuple(entries) for gem, entries in by_gem.items()}, unreadable)


def _records(place: Path) -> Iterator[tuple[str, object]]:
    for name, content in _contents(place):
        try:
            yield name, json.loads(content)
        except ValueError as error:
            raise DxscoreError(f"{place}: {name} is no JSON: {error}") from error


def _contents(place: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if place.is_dir():
            files = sorted(place.rglob("*.json"))
            yield from ((str(file.relative_to(place)), read_bytes(file, _MAX_BYTES)) for file in files)
        else:
            yield from _unzipped(place)
    except (OSError, zipfile.BadZipFile) as error:
        raise DxscoreError(f"no OSV records in {place}: {error}") from error


def _unzipped(place: Path) -> Iterator[tuple[str, bytes]]:
    """Nothing is unpacked to disk; of each member at most 8 MiB are looked at."""
    with zipfile.ZipFile(place) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".json")):
            with archive.open(name) as member:
                yield name, member.read(_MAX_BYTES)


def _modified(data: object) -> str:
    """Day of the last change, '' when the record does not say."""
    text = str(data.get("modified", ""))[:10] if isinstance(data, dict) else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
