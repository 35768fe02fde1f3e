"""Texts of the compact index -> what gem servers tell Bundler: /info/NAME, one row per release; /versions.

Sources: guides.rubygems.org, "Compact index API"; rubygems.org's gem compact_index; Bundler's compact_index_client.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from msgspec import Struct

from dxscore.rubygems.version import Version

_TOP = "---"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class CompactIndexError(ValueError):
    """A text that is no compact index; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


@dataclass(frozen=True, slots=True)
class InfoBody:
    """The body of /info/NAME as it came."""

    content: bytes = field(repr=False)
    etag: str = ""
    """With its quotes, '' when the server gave none."""

    def rows(self) -> tuple[InfoRow, ...]:
        """Its releases. Raises CompactIndexError, also for what is no UTF-8 text."""
        try:
            return parse_info(self.content.decode())
        except UnicodeDecodeError as error:
            raise CompactIndexError(self.content.count(b"\n", 0, error.start) + 1, "not UTF-8 text") from error


@dataclass(frozen=True, slots=True)
class InfoRow:
    """One release of a gem for one platform."""

    version: str
    platform: str = ""
    """'' for the plain Ruby gem."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Runtime dependencies: name -> clauses joined by ', '."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Whatever the server adds: `checksum` (SHA-256 of the .gem, hex), `ruby` and `rubygems` (requirements),
    `created_at`, and keys that nobody knows yet."""

    @property
    def created_at(self) -> datetime | None:
        """When it was published, in UTC; None when the server does not say (format version 1) or writes nonsense."""
        return parse_time(self.facts.get("created_at", ""))


class Listed(Struct, frozen=True):
    """What /versions says of one gem."""

    versions: tuple[str, ...] = ()
    """VERSION or VERSION-PLATFORM, in order of publication, without the yanked."""
    yanked: tuple[str, ...] = ()
    """Yanked since the server last wrote the whole list; older yanks have left no trace."""
    digest: str = ""
    """MD5 of the body of /info/NAME, hex."""


def parse_time(text: str) -> datetime | None:
    """ISO 8601 -> UTC; without a zone it is UTC already. None for anything else."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def parse_info(text: str) -> tuple[InfoRow, ...]:
    """The body of /info/NAME, in order of publication. Raises CompactIndexError for a line that is no release."""
    return tuple(_info_row(number, line) for number, line in _content(text))


def parse_versions(text: str) -> Mapping[str, Listed]:
    """The body of /versions, or some of its lines. Raises CompactIndexError.

    A gem may have several lines: later ones add versions, take yanked ones away (`-1.0`) and bring the newer digest.
    """
    found: dict[str, Listed] = {}
    for number, line in _content(text):
        name, *rest = line.split(" ")
        if not rest:
            raise CompactIndexError(number, f"{name[:80]!r} comes without versions")
        found[name] = _listed_after(found.get(name, Listed()), rest)
    return found


def is_gem_name(text: str) -> bool:
    """Whether gem servers could know such a name; others must not get into an address."""
    return bool(_NAME.fullmatch(text)) and text.strip(".") != ""


def _content(text: str) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers; a header ends at `---`, and need not be there."""
    lines = text.split("\n")
    start = lines.index(_TOP) + 1 if _TOP in lines else 0
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.strip():
            yield number, line.rstrip("\r")


def _info_row(number: int, line: str) -> InfoRow:
    full, _, rest = line.partition(" ")
    version, _, platform = full.partition("-")
    needs, _, facts = rest.partition("|")
    try:
        Version.parse(version or "?")
    except ValueError as error:
        raise CompactIndexError(number, f"not a version of a gem: {full[:80]!r}") from error
    return InfoRow(version, platform, _needs(needs), dict(_entries(facts)))


def _needs(text: str) -> Mapping[str, str]:
    needs: dict[str, str] = {}
    for name, clauses in _entries(text):
        needs[name] = ", ".join(filter(None, (needs.get(name), clauses))) or ">= 0"
    return needs


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """`a:>= 1&< 3,b:~> 2`; only the first colon separates, as a time has colons of its own."""
    for entry in text.split(","):
        key, _, value = entry.strip().partition(":")
        if key:
            yield key, value.replace("&", ", ")


def _listed_after(before: Listed, rest: list[str]) -> Listed:
    """What is known after one more line: `1.0,-0.9 digest`."""
    versions, yanked = dict.fromkeys(before.versions), dict.fromkeys(before.yanked)
    for version in filter(None, rest[0].split(",")):
        gone = version.removeprefix("-")
        if gone != version:
            versions.pop(gone, None)
            yanked[gone] = None
        else:
            versions[version] = None
            yanked.pop(version, None)
    return Listed(tuple(versions), tuple(yanked), rest[1] if len(rest) > 1 else before.digest)
