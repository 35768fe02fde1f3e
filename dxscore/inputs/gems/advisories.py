"""Sources of advisories -> the book that says which of them a version of a gem has, each weakness once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.gems import Advisory, FigureSource
from dxscore.rubygems.advisories import BANDS, Entry, EntryError
from dxscore.rubygems.version import Version


class Entries(Protocol):
    """A source: AdvisoryDb, OsvFiles."""

    @property
    def evidence(self) -> FigureSource:
        """What it is and how old."""

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What it has on a gem, on 'ruby'. Raises EntryError when that can't be read."""


class Advisories(Struct, frozen=True):
    """An AdvisoryBook. What one source holds against a version counts, though another does not know it."""

    sources: tuple[Entries, ...]

    @property
    def evidence(self) -> FigureSource | None:
        """See AdvisoryBook; as old as the oldest source that tells its age."""
        if not self.sources:
            return None
        all_of_them = [source.evidence for source in self.sources]
        days = [each.taken for each in all_of_them if each.taken]
        return FigureSource(" and ".join(each.source for each in all_of_them), min(days, default=None))

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        """See AdvisoryBook; None when there is no source, an entry can't be read, or the version is none."""
        if not self.sources:
            return None
        try:
            parsed = Version.parse(version)
            found = [entry for source in self.sources for entry in source.entries(name)]
        except ValueError:
            return None
        return tuple(map(_advisory, sorted(_once([e for e in found if e.affected.holds_for(parsed)]), key=_by_age)))

    def unreadable(self, name: str) -> str:
        """Which entry makes `hits` of this gem unknown, and why; '' when none does."""
        try:
            for source in self.sources:
                source.entries(name)
        except EntryError as error:
            return str(error)
        return ""


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """Entries of several sources on one weakness together: those that share an identifier."""
    kept: list[Entry] = []
    for entry in entries:
        same = next((i for i, known in enumerate(kept) if set(known.aliases) & set(entry.aliases)), None)
        if same is None:
            kept.append(entry)
        else:
            kept[same] = _stricter(kept[same], entry)
    return kept


def _stricter(first: Entry, other: Entry) -> Entry:
    """The first, which is of the source named first, with the worse severity of both."""
    worse = max(first, other, key=lambda entry: BANDS.index(entry.band))
    aliases = tuple(dict.fromkeys((*first.aliases, *other.aliases)))
    return replace(first, aliases=aliases, band=worse.band, score=worse.score)


def _by_age(entry: Entry) -> tuple[str, str]:
    return str(entry.published or ""), entry.id


def _advisory(entry: Entry) -> Advisory:
    return Advisory(
        gem=entry.package,
        id=entry.id,
        title=entry.title,
        url=entry.url,
        published=entry.published,
        band=entry.band,
        score=entry.score,
        patched=entry.affected.fixes,
        platform=entry.platform,
        aliases=entry.aliases,
    )
