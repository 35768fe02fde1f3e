"""Rows of the compact index -> releases as dxscore speaks of them."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.domain.gems import Needed, Release
from dxscore.rubygems.compact_index import InfoRow


def releases_of(rows: Iterable[InfoRow], yanked: Iterable[str] = ()) -> tuple[Release, ...]:
    """In the order of the rows, which is that of publication; yanked ones (`1.0-java`) follow, without details."""
    return (*map(_release, rows), *map(_yanked, yanked))


def _release(row: InfoRow) -> Release:
    created = row.created_at
    return Release(
        version=row.version,
        platform=row.platform,
        released=created.date() if created else None,
        ruby=row.facts.get("ruby", ">= 0"),
        rubygems=row.facts.get("rubygems", ">= 0"),
        needs=tuple(Needed(name, requirement) for name, requirement in row.needs.items()),
        checksum=row.facts.get("checksum", ""),
    )


def _yanked(full: str) -> Release:
    version, _, platform = full.partition("-")
    return Release(version, platform, yanked=True)
