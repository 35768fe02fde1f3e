"""A copy of ruby-advisory-db (a folder, a git checkout or a bare git repository) -> its entries on one gem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import yaml
from msgspec import Struct

from dxscore.domain.gems import FigureSource
from dxscore.errors import DxscoreError
from dxscore.inputs.git_process import output
from dxscore.inputs.objects import Blobs
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.revisions import TreeEntry, read_commit
from dxscore.rubygems.advisories import Entry, EntryError, parse_entry
from dxscore.rubygems.compact_index import is_gem_name

LANGUAGE = "ruby"
"""What stands for Ruby itself among names of gems."""

_MAX_BYTES = 1 << 20
_DATE = re.compile(rb"^date: *['\"]?(\d{4}-\d\d-\d\d)", re.MULTILINE)


class _Files(Protocol):
    """Where the files of the database lie."""

    def names(self, folder: str) -> Iterable[str]:
        """Files of a folder ('gems/rack'); none when there is no such folder."""

    def read(self, path: str) -> bytes:
        """Raises OSError."""


class AdvisoryDb(Struct, frozen=True):
    """The database; files of a gem are read when they are asked for."""

    files: _Files
    evidence: FigureSource

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What it has on a gem, on LANGUAGE. Raises EntryError for a file that can't be read."""
        folder = f"rubies/{name}" if name == LANGUAGE else f"gems/{name}"
        if not is_gem_name(name):
            return ()
        return tuple(self._entry(f"{folder}/{file}") for file in sorted(self.files.names(folder)))

    def _entry(self, path: str) -> Entry:
        try:
            data = yaml.load(self.files.read(path).decode("utf-8-sig"), yaml.CSafeLoader)
            return parse_entry(data, path.rpartition("/")[2].removesuffix(".yml"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise EntryError(f"{path}: {' '.join(str(error).split())}") from error


def open_advisory_db(root: Path) -> AdvisoryDb:
    """The database in a folder. Raises DxscoreError when there is none."""
    commit = _commit(root)
    if (root / "gems").is_dir():
        folder = _Folder(root)
        return AdvisoryDb(folder, _evidence(*(commit or ("", folder.newest()))))
    if commit:
        files = _Objects.of(root, commit[0])
        if any(path.startswith("gems/") for path in files.entries):
            return AdvisoryDb(files, _evidence(*commit))
    raise DxscoreError(
        f"no advisory database in {root}", hint="a clone of https://github.com/rubysec/ruby-advisory-db is one"
    )


def named_advisory_db(configured: Path | None, environ: Mapping[str, str]) -> AdvisoryDb | None:
    """The database that is configured, else that of BUNDLER_AUDIT_DB; None when none is named.

    Raises DxscoreError when something else lies there.
    """
    named = configured or (Path(environ["BUNDLER_AUDIT_DB"]) if environ.get("BUNDLER_AUDIT_DB") else None)
    return open_advisory_db(named) if named else None


def usual_advisory_db(environ: Mapping[str, str], home: Path) -> AdvisoryDb | None:
    """The database where bundler-audit keeps its own; None when there is none. Raises DxscoreError likewise."""
    place = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "ruby-advisory-db"
    return open_advisory_db(place) if place.is_dir() else None


class _Folder(Struct, frozen=True):
    root: Path

    def names(self, folder: str) -> Iterator[str]:
        try:
            yield from (path.name for path in (self.root / folder).iterdir() if path.suffix == ".yml")
        except (FileNotFoundError, NotADirectoryError):
            return

    def read(self, path: str) -> bytes:
        return read_bytes(self.root / path, _MAX_BYTES)

    def newest(self) -> date | None:
        """The latest day in it: how new a copy without history is at least."""
        days = (_DATE.search(read_bytes(path, _MAX_BYTES)) for path in self.root.glob("*/*/*.yml"))
        return max((date.fromisoformat(day[1].decode()) for day in days if day), default=None)


@dataclass(frozen=True, slots=True)
class _Objects:
    entries: Mapping[str, TreeEntry]
    blobs: Blobs
    folders: Mapping[str, list[str]] = field(repr=False)

    @classmethod
    def of(cls, root: Path, commit: str) -> _Objects:
        entries = {entry.path: entry for entry in read_commit(root, commit) if entry.path.endswith(".yml")}
        folders: dict[str, list[str]] = {}
        for path in entries:
            folder, _, name = path.rpartition("/")
            folders.setdefault(folder, []).append(name)
        return cls(entries, Blobs(root), folders)

    def names(self, folder: str) -> Iterable[str]:
        return self.folders.get(folder, ())

    def read(self, path: str) -> bytes:
        return self.blobs.read(self.entries[path].blob)


def _commit(root: Path) -> tuple[str, date] | None:
    """Head and its day, if the folder itself is a repository: one around it says nothing of the database."""
    if not (root / ".git").exists() and not (root / "objects").is_dir():
        return None
    commit, seconds = output(root, "log", "-1", "--format=%H %ct").decode().split()
    return commit, datetime.fromtimestamp(int(seconds), UTC).date()


def _evidence(commit: str, taken: date | None) -> FigureSource:
    """Without its place: a snapshot that is written from it shall be the same on every machine."""
    return FigureSource(f"ruby-advisory-db at {commit[:8]}" if commit else "ruby-advisory-db", taken)
