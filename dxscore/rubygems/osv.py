"""One OSV record, already read from JSON -> the advisories in it that are for gems.

Source: ossf.github.io/osv-schema (evaluation of `affected`). Versions are ordered as RubyGems orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dxscore.rubygems.advisories import Band, Entry, EntryError
from dxscore.rubygems.affected import CHANGES, Event, Listed, in_order
from dxscore.rubygems.version import Version

ECOSYSTEM = "RubyGems"

_BANDS: Mapping[str, Band] = {
    "CRITICAL": "critical",
    "HIGH": "high",
    "MODERATE": "medium",
    "MEDIUM": "medium",
    "LOW": "low",
}
"""GitHub's words, which most records of gems come with; a vector alone says no word."""


def parse_osv(data: object) -> tuple[Entry, ...]:
    """One advisory for each gem it affects; () for one that was withdrawn. Raises ValueError, also for odd versions."""
    record = _mapping(data)
    if not record.get("id"):
        raise EntryError("it has no id")
    if record.get("withdrawn"):
        return ()
    found: dict[str, list[Listed]] = {}
    for gem, part in _parts(record):
        found.setdefault(gem, []).append(_listed(part))
    return tuple(_entry(record, gem, parts) for gem, parts in found.items())


def gems_in(data: object) -> frozenset[str]:
    """The gems that a record is for, as far as it can be read."""
    try:
        return frozenset(gem for gem, _ in _parts(_mapping(data)))
    except ValueError:
        return frozenset()


def _parts(record: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each part of `affected` that is for a gem, with its name."""
    for part in _mappings(record, "affected"):
        package = _mapping(part.get("package", {}))
        if str(package.get("ecosystem", "")).split(":")[0] == ECOSYSTEM:
            yield str(package.get("name", "")), part


def _entry(record: Mapping[str, object], gem: str, parts: Iterable[Listed]) -> Entry:
    identifier = str(record["id"])
    published = str(record.get("published", ""))[:10]
    return Entry(
        package=gem,
        id=identifier,
        aliases=tuple(dict.fromkeys([identifier, *map(str, _list(record, "aliases"))])),
        title=" ".join(str(record.get("summary", "")).split()),
        url=_url(record),
        published=date.fromisoformat(published) if published else None,
        band=_band(record),
        score=None,
        platform="",
        affected=_together(parts),
    )


def _band(record: Mapping[str, object]) -> Band:
    """A malicious package (MAL-...) comes without a word, and there is nothing worse."""
    if str(record["id"]).startswith("MAL-"):
        return "critical"
    word = _mapping(record.get("database_specific") or {}).get("severity", "")
    return _BANDS.get(str(word).upper(), "unscored")


def _url(record: Mapping[str, object]) -> str:
    """The advisory's page if a reference is one, else OSV's own."""
    pages = [str(each.get("url", "")) for each in _mappings(record, "references") if each.get("type") == "ADVISORY"]
    return pages[0] if pages else f"https://osv.dev/vulnerability/{record['id']}"


def _together(parts: Iterable[Listed]) -> Listed:
    listed = tuple(parts)
    versions = tuple(version for part in listed for version in part.versions)
    return Listed(versions, tuple(events for part in listed for events in part.ranges))


def _listed(part: Mapping[str, object]) -> Listed:
    ranges = [each for each in _mappings(part, "ranges") if each.get("type") == "ECOSYSTEM"]
    versions = tuple(Version.parse(str(each)) for each in _list(part, "versions"))
    return Listed(versions, tuple(in_order(_events(each)) for each in ranges))


def _events(part: Mapping[str, object]) -> Iterator[Event]:
    for event in _mappings(part, "events"):
        for change in CHANGES:
            if change in event and str(event[change]) != "*":
                yield Event(Version.parse(str(event[change])), change)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise EntryError("not an object where OSV has one")
    return value


def _list(data: Mapping[str, object], key: str) -> list[object]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise EntryError(f"{key} is no list")
    return value


def _mappings(data: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [_mapping(each) for each in _list(data, key)]
