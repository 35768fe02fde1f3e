"""One entry of ruby-advisory-db, already read from YAML -> an advisory that says which versions it holds for.

Sources: github.com/rubysec/ruby-advisory-db (README: schema), github.com/rubysec/bundler-audit (Advisory: matching and
bands of severity).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.rubygems.affected import Affected, AllBut
from dxscore.rubygems.requirement import Requirement

Band: TypeAlias = Literal["critical", "high", "medium", "low", "unscored"]

BANDS: tuple[Band, ...] = ("unscored", "low", "medium", "high", "critical")
"""From no word at all to the worst."""

_BANDS_V3: tuple[tuple[float, Band], ...] = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))
_BANDS_V2: tuple[tuple[float, Band], ...] = ((7.0, "high"), (4.0, "medium"), (0.0, "low"))
"""CVSS 2 knows no critical."""


class Scores(Struct, frozen=True):
    """CVSS base scores, 0 to 10; None when the entry has none of that version."""

    v2: float | None = None
    v3: float | None = None
    v4: float | None = None

    @property
    def best(self) -> float | None:
        """Of the newest version that there is."""
        return next((score for score in (self.v4, self.v3, self.v2) if score is not None), None)

    @property
    def band(self) -> Band:
        """The word for the newest score; without any 'unscored', which is not the same as low."""
        score = self.best
        if score is None:
            return "unscored"
        bands = _BANDS_V2 if self.v3 is None and self.v4 is None else _BANDS_V3
        return next((band for least, band in bands if score >= least), "low")


class EntryError(ValueError):
    """An entry that can't be read, so that it is not known what holds for its gem."""


class Entry(Struct, frozen=True):
    """A weakness of a gem, of Ruby or of another engine."""

    package: str
    """Name of the gem, as written; of the engine ('ruby') for what is in `rubies/`."""
    id: str
    """Name of its file: CVE-..., GHSA-... or OSVDB-...; unique within one package."""
    aliases: tuple[str, ...]
    """Every identifier with its prefix."""
    title: str
    url: str
    published: date | None
    """Day of disclosure, not of the fix."""
    band: Band
    score: float | None
    """CVSS, the newest version of it that the entry has."""
    platform: str
    """'jruby' when only that platform is affected, else ''."""
    affected: Affected


def concerns(platform: str, locked_platforms: Iterable[str]) -> bool:
    """Whether an entry for this platform matters to a bundle: one for JRuby does where `java` is locked."""
    return platform != "jruby" or any("java" in locked.split("-") for locked in locked_platforms)


def parse_entry(data: object, identifier: str) -> Entry:
    """The content of `ID.yml`. Raises ValueError (mostly EntryError) saying what is wrong."""
    if not isinstance(data, dict):
        raise EntryError("not a mapping")
    scores = Scores(_score(data, "cvss_v2"), _score(data, "cvss_v3"), _score(data, "cvss_v4"))
    return Entry(
        package=_text(data, "gem") or _text(data, "engine"),
        id=identifier,
        aliases=_aliases(data, identifier),
        title=_text(data, "title"),
        url=_text(data, "url"),
        published=_date(data.get("date")),
        band=scores.band,
        score=scores.best,
        platform=_text(data, "platform"),
        affected=AllBut(_requirements(data, "patched_versions"), _requirements(data, "unaffected_versions")),
    )


def _aliases(data: Mapping[str, object], identifier: str) -> tuple[str, ...]:
    """The file writes `cve: 2026-32700`: without the prefix, and `osvdb` as a number."""
    named = [f"{prefix.upper()}-{data[prefix]}" for prefix in ("cve", "ghsa", "osvdb") if data.get(prefix)]
    return tuple(dict.fromkeys([identifier, *named]))


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _score(data: Mapping[str, object], key: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EntryError(f"{key} is no number")
    return float(value)


def _requirements(data: Mapping[str, object], key: str) -> tuple[Requirement, ...]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise EntryError(f"{key} is no list")
    return tuple(Requirement.parse(str(each)) for each in value)
