"""Gems that move as one -> the newer releases that settle what is wrong with them: advisories, and what they block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from dxscore.domain.gems import Advisory, AdvisoryBook, GemState, LockedGem, Release
from dxscore.gems.blockers import Surroundings, accepted_by
from dxscore.gems.comparing import lower_bounds, version
from dxscore.gems.lag import stable
from dxscore.gems.rails import RAILS_GEMS, Series, rails_releases
from dxscore.rubygems.version import Version


class Movers(Struct, frozen=True):
    """A gem and those that take every step with it."""

    gem: LockedGem
    states: tuple[GemState, ...]
    """Its own first."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of all of them."""
        return tuple(state.name for state in self.states)

    @property
    def is_rails(self) -> bool:
        """Whether it is the framework that moves."""
        return self.gem.name in RAILS_GEMS

    @property
    def advisories(self) -> tuple[Advisory, ...]:
        """Those that are open, of all of them."""
        return tuple(chain.from_iterable(state.advisories or () for state in self.states))

    @property
    def are_at_risk(self) -> bool:
        """Whether one has an open advisory."""
        return any(state.advisories for state in self.states)

    @property
    def block_target(self) -> bool:
        """Whether one stands, or may stand, in the way of the target."""
        return any(state.block.state != "no" for state in self.states)

    @property
    def need_a_move(self) -> bool:
        """Whether anything is wrong, be it only that newer releases are out."""
        behind = any(state.lag.step in ("patch", "minor", "major") or state.halted for state in self.states)
        return behind or self.are_at_risk or self.block_target

    @property
    def files(self) -> int:
        """Application files that use them."""
        return len(set(chain.from_iterable(state.users or () for state in self.states)))


class Settler(Struct, frozen=True):
    """Looks for releases that settle it."""

    around: Surroundings
    book: AdvisoryBook
    series: Series | None
    """The target, None when there is none."""

    def settling(self, movers: Movers) -> Sequence[tuple[Version, Release]] | None:
        """Oldest first; None when no releases are known."""
        releases = self._releases(movers)
        locked = version(movers.gem.version)
        if releases is None or locked is None:
            return None
        found = [
            (number, release)
            for number, release in stable(releases, self.around.setting)
            if self._follows(movers, number, locked)
            and self._opens(movers, release)
            and self._is_clean(movers, release.version)
        ]
        return sorted(found, key=lambda pair: pair[0])

    def _releases(self, movers: Movers) -> Sequence[Release] | None:
        """Without an index those that advisories name as fixed are known to be there."""
        found = self.around.index.releases(movers.gem.name)
        if found is None and movers.is_rails:
            return rails_releases()
        return self._fixed_in(movers) if found is None and movers.are_at_risk and not movers.block_target else found

    def _follows(self, movers: Movers, number: Version, locked: Version) -> bool:
        """From git, the release of the same number may be another than the revision."""
        return number > locked or (movers.gem.source.kind == "git" and number == locked)

    def _is_clean(self, movers: Movers, number: str) -> bool:
        return not (movers.are_at_risk and any(self.book.hits(name, number) for name in movers.names))

    def _opens(self, movers: Movers, release: Release) -> bool:
        """One that may stand in the way is trusted when it is younger than the target."""
        if self.series is None or not movers.block_target:
            return True
        if any(state.block.state == "declared" for state in movers.states):
            return bool(accepted_by(release.needs, self.series.versions[-1:]))
        return release.released is not None and release.released >= self.series.first_released

    def _fixed_in(self, movers: Movers) -> Sequence[Release]:
        """The least version of each range that an advisory calls patched, and of those that these versions need."""
        waiting = list(chain.from_iterable(map(_bounds, movers.advisories)))
        seen: set[str] = set()
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                hits = chain.from_iterable(self.book.hits(name, number) or () for name in movers.names)
                waiting += chain.from_iterable(map(_bounds, hits))
        return [Release(number) for number in sorted(seen)]


def _bounds(advisory: Advisory) -> Iterator[str]:
    return chain.from_iterable(map(lower_bounds, advisory.patched))
