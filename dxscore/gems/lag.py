"""A locked gem and the releases of its name -> how far behind it is, and whether anybody still releases it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from msgspec import Struct

from dxscore.domain.gems import Lag, LockedGem, Release, Step
from dxscore.gems.comparing import allows, version
from dxscore.rubygems.version import Version

_DAYS_PER_YEAR = 365.25
_HALTED_AFTER = 730
"""Days without a release before a gem can count as halted."""
_GAPS = 4
"""A gem with its own slow rhythm counts as halted after this many of its median gaps."""


class Setting(Struct, frozen=True):
    """What a release must suit."""

    as_of: date
    """Releases of later days do not exist yet."""
    ruby: str = ""
    """The project's version, '' when unknown: then every release suits."""
    platforms: Collection[str] = ()
    """The lockfile's; releases for others do not count."""

    def suits(self, release: Release) -> bool:
        """Whether the project could have it today."""
        return (
            not release.yanked
            and (release.released is None or release.released <= self.as_of)
            and (not self.ruby or allows(release.ruby, self.ruby))
            and (not release.platform or not self.platforms or release.platform in self.platforms)
        )


def lag(gem: LockedGem, releases: Sequence[Release] | None, setting: Setting) -> Lag:
    """Measured against the newest release that is no prerelease and suits; all unknown without releases."""
    locked = version(gem.version)
    if releases is None or locked is None:
        return Lag()
    later = stable(releases, setting)
    if not later:
        return Lag(locked_on=_day_of(gem.version, releases))
    number, newest = max(later, key=lambda pair: pair[0])
    locked_on, newest_on = _day_of(gem.version, releases), newest.released
    return Lag(
        newest=newest.version,
        locked_on=locked_on,
        newest_on=newest_on,
        libyears=_years(locked_on, newest_on) if number > locked else 0.0,
        releases=len({each for each, _ in later if each > locked}),
        step=_step(locked, number),
    )


def stable(releases: Iterable[Release], setting: Setting) -> list[tuple[Version, Release]]:
    """Releases that suit and are no prereleases, with their version."""
    read = ((version(release.version), release) for release in releases if setting.suits(release))
    return [(number, release) for number, release in read if number is not None and not number.prerelease]


def is_halted(gem: LockedGem, releases: Sequence[Release] | None, as_of: date) -> bool | None:
    """No release for two years, nor for four of its own median gaps, and none newer than the locked one.

    None when no dates are known.
    """
    locked = version(gem.version)
    stables = stable(releases or (), Setting(as_of))
    days = sorted({release.released for _, release in stables if release.released})
    if locked is None or not days:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    patience = max(_HALTED_AFTER, _GAPS * median(gaps) if gaps else 0)
    return (as_of - days[-1]).days > patience and not any(number > locked for number, _ in stables)


def is_yanked(gem: LockedGem, releases: Sequence[Release] | None) -> bool | None:
    """Withdrawn, or no longer listed; None for gems that no server lists."""
    number = version(gem.version)
    if not releases or number is None or gem.source.kind != "server":
        return None
    return all(release.yanked for release in releases if version(release.version) == number)


def _day_of(text: str, releases: Iterable[Release]) -> date | None:
    wanted = version(text)
    days = [each.released for each in releases if each.released and version(each.version) == wanted]
    return min(days, default=None)


def _years(earlier: date | None, later: date | None) -> float | None:
    if earlier is None or later is None:
        return None
    return max(0.0, (later - earlier).days / _DAYS_PER_YEAR)


def _step(locked: Version, newest: Version) -> Step:
    if newest <= locked:
        return "none" if newest == locked else "backwards"
    ours, theirs = locked.release().segments, newest.segments
    places = zip((*ours, 0, 0), (*theirs, 0, 0), strict=False)
    first = next((place for place, (one, other) in enumerate(places) if one != other), 2)
    return ("major", "minor", "patch")[min(first, 2)]
