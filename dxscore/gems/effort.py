"""A unit with something wrong -> the version that settles it, and what getting there costs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dxscore.domain.gem_weights import Efforts
from dxscore.domain.gems import Effort, GemState, LockedGem, Release
from dxscore.gems.comparing import version
from dxscore.gems.settling import Movers, Settler
from dxscore.rubygems.version import Version

_NOTHING = Effort(0, "nothing to do", None)


class Estimator(Struct, frozen=True):
    """Prices ways."""

    settler: Settler
    weights: Efforts
    blocking: tuple[str, ...] = ()
    """Gems that stand, or may stand, in the way of the target: what must move before Rails can."""

    def effort(self, states: Sequence[GemState]) -> Effort:
        """Of a unit. Gems of one version move as one; else the one that costs most decides."""
        groups = [tuple(states)] if len({_version(state) for state in states}) == 1 else [(each,) for each in states]
        moves = [Movers(group[0].locked, group) for group in groups if group[0].locked]
        return max(map(self._of, moves), key=lambda effort: effort.size, default=_NOTHING)

    def _of(self, movers: Movers) -> Effort:
        if not movers.need_a_move:
            return _NOTHING
        releases = self.settler.settling(movers)
        if releases is None:
            return Effort(
                self.weights.edit, "look up its releases", None, ("no releases are known: dxscore gems sync",)
            )
        if not releases:
            return Effort(self.weights.no_version, "replace, fork or remove it", None, ("no version settles it",))
        return _best([self._way(movers, number, release) for number, release in releases]).effort

    def _way(self, movers: Movers, number: Version, release: Release) -> _Way:
        allowed = all(self.settler.around.gemfile_allows(name, release.version) for name in movers.names)
        parents = self._parents(movers, number)
        is_easy, is_break = allowed and not parents, _is_break(movers, number)
        weights = self.weights
        many = movers.files > weights.many_files_from
        size = weights.lock_update if is_easy else weights.major if is_break else weights.edit
        size += min(weights.parents_at_most, weights.parent * len(parents)) + (weights.many_files if many else 0)
        reasons = (
            "Gemfile and all parents allow it" if is_easy else "a step that breaks" if is_break else "a small step",
            *((f"{', '.join(parents)} must move first",) if parents else ()),
            *((f"{movers.files} files use it",) if many else ()),
        )
        command = _command(movers.gem, release.version, allowed, parents)
        return _Way(Effort(min(1.0, round(size, 2)), command, release.version, reasons), is_easy, is_break)

    def _parents(self, movers: Movers, number: Version) -> tuple[str, ...]:
        around, series = self.settler.around, self.settler.series
        found = {parent for name in movers.names for parent in around.forbidding(name, number.text, but=movers.names)}
        target = version(series.name) if series and movers.is_rails else None
        return tuple(sorted(found | set(self.blocking if target and number >= target else ())))


class _Way(Struct, frozen=True):
    """One version to go to."""

    effort: Effort
    is_easy: bool
    is_break: bool


def _best(ways: Sequence[_Way]) -> _Way:
    """The cheapest, without a break if that can be; `ways` are oldest first.

    A lock update takes the newest version there is; who edits a Gemfile should go no further than need be.
    """
    cheapest = min(way.effort.size for way in ways)
    best = [way for way in ways if way.effort.size == cheapest]
    best = [way for way in best if not way.is_break] or best
    return best[-1] if best[0].is_easy else best[0]


def _is_break(movers: Movers, number: Version) -> bool:
    """Another major version; of Rails another minor one."""
    locked = version(movers.gem.version)
    places = 2 if movers.is_rails else 1
    return locked is None or locked.segments[:places] != number.segments[:places]


def _command(gem: LockedGem, number: str, allowed: bool, parents: Sequence[str]) -> str:
    """What to do, as a person would say it."""
    if allowed and not parents:
        return f"bundle update {gem.name} --conservative"
    steps = [f"move {', '.join(parents)}"] if parents else []
    if not allowed:
        steps.append(f"take {number} instead of git" if gem.source.kind == "git" else f"let the Gemfile allow {number}")
    return ", then ".join([*steps, f"bundle update {gem.name}"])


def _version(state: GemState) -> str:
    return state.locked.version if state.locked else ""
