"""Bundler's own copy of the compact index -> releases of gems, read where it lies, without a network.

Layout (Bundler 1.12 to 4): `~/.bundle/cache/compact_index/HOST.PORT.MD5/`, in it `versions`, `info/NAME`, and
`info-special-characters/NAME-MD5` for names with capitals or dots.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from dxscore.domain.gems import FigureSource, Release
from dxscore.inputs.gems.releases import releases_of
from dxscore.inputs.reading import read_bytes
from dxscore.rubygems.bundler_settings import BundlerSettings
from dxscore.rubygems.compact_index import CompactIndexError, InfoBody, Listed, is_gem_name, parse_versions

_MAX_BYTES = 128 << 20
_SPECIAL = re.compile("[^a-z0-9_-]")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)  # no slots: the lines of `versions`, up to a million, are read once and only when asked for
class _Copy:
    """What Bundler kept of one server."""

    folder: Path

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """None for a gem that is not in it, for a damaged file, and for one that Bundler would fetch anew."""
        try:
            content = read_bytes(_info_path(self.folder, name), _MAX_BYTES)
            listed = self._listed(name)
            if listed.digest in ("", hashlib.md5(content, usedforsecurity=False).hexdigest()):
                return releases_of(InfoBody(content).rows(), listed.yanked)
        except (OSError, CompactIndexError):
            return None
        return None

    @property
    def day(self) -> date | None:
        """When Bundler last resolved with it, for then it refreshes the list of versions."""
        try:
            return datetime.fromtimestamp((self.folder / "versions").stat().st_mtime, UTC).date()
        except OSError:
            return None

    def _listed(self, name: str) -> Listed:
        return parse_versions("\n".join(self._versions.get(name, ()))).get(name, Listed())

    @cached_property
    def _versions(self) -> Mapping[str, list[str]]:
        """Name of a gem -> its lines."""
        lines: dict[str, list[str]] = defaultdict(list)
        for line in read_bytes(self.folder / "versions", _MAX_BYTES).decode("utf-8", "replace").splitlines():
            lines[line.partition(" ")[0]].append(line)
        return lines


class BundlerCache(Struct, frozen=True):
    """What Bundler kept of some servers."""

    copies: tuple[_Copy, ...]
    """One per server, in the order in which to look."""

    @property
    def evidence(self) -> FigureSource | None:
        """See GemIndex; as old as its oldest copy."""
        days = [day for copy in self.copies if (day := copy.day)]
        return FigureSource("Bundler's cache", min(days)) if days else None

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """See GemIndex; None, too, for a file that is damaged or that Bundler would fetch anew."""
        if not is_gem_name(name):
            return None
        return next((found for copy in self.copies if (found := copy.releases(name)) is not None), None)


def find_bundler_cache(
    servers: Iterable[str], settings: BundlerSettings, environ: Mapping[str, str], home: Path
) -> BundlerCache:
    """The copies of these servers (addresses as in the lockfile or Gemfile) that lie on this machine."""
    root = _root(environ, home) / "compact_index"
    folders = (root / _slug(server, _user(server, settings)) for server in dict.fromkeys(servers))
    return BundlerCache(tuple(_Copy(folder) for folder in folders if folder.is_dir()))


def _root(environ: Mapping[str, str], home: Path) -> Path:
    if environ.get("BUNDLE_USER_CACHE"):
        return Path(environ["BUNDLE_USER_CACHE"])
    return Path(environ.get("BUNDLE_USER_HOME") or home / ".bundle") / "cache"


def _user(server: str, settings: BundlerSettings) -> str:
    """Who Bundler asks as: from the address itself, or from its settings unless a mirror is asked instead."""
    inside = urlsplit(server).username
    if inside or settings.mirror(server) != server:
        return inside or ""
    return settings.credentials(server).partition(":")[0]


def _slug(server: str, user: str) -> str:
    """Name of a server's folder, as Bundler makes it; unlike Python's, Ruby's URI keeps capitals of a host."""
    address = urlsplit(server if server.endswith("/") else f"{server}/")
    host = re.sub(r":\d*$", "", address.netloc.rpartition("@")[2])
    port = address.port or _PORTS.get(address.scheme)
    named = [str(part) for part in (host, user, port) if part]
    digest = hashlib.md5(".".join([*named, address.path]).encode(), usedforsecurity=False).hexdigest()
    return ".".join([*named, digest])


def _info_path(folder: Path, name: str) -> Path:
    if not _SPECIAL.search(name):
        return folder / "info" / name
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return folder / "info-special-characters" / f"{name}-{digest}"
