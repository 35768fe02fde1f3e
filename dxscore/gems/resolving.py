"""Locked gems, known releases and a series of Rails -> one set of versions that agree with it and with each other.

The direct check (blockers.py) explains each gem by itself; whether all their moves go together only a resolver tells.
Its own explanations name the last clash it met, so what is in the way is found by asking again for each gem alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec import Struct
from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, ResolutionTooDeep, Resolver

from dxscore.domain.gems import GemState, Moving, Needed, Way
from dxscore.gems.blockers import Surroundings
from dxscore.gems.comparing import allows, version
from dxscore.gems.lag import stable
from dxscore.gems.rails import RAILS_GEMS, Series

_RAILS = "rails"
_MOST_ROUNDS = 5_000


class _Pick(Struct, frozen=True):
    """One version of a gem."""

    name: str
    version: str
    """'' for a gem of which nothing is known: any."""
    needs: tuple[Needed, ...]


class _Provider(AbstractProvider[Needed, _Pick, str]):
    """Rails' gems are one package; the locked version comes first, then the next ones: as few moves as can be."""

    def __init__(self, around: Surroundings, series: Series) -> None:
        self._around = around
        self._series = series
        self._known: dict[str, tuple[_Pick, ...]] = {}

    def identify(self, requirement_or_candidate: Needed | _Pick) -> str:
        """See AbstractProvider."""
        name = requirement_or_candidate.name
        return _RAILS if name in RAILS_GEMS else name

    def get_preference(self, identifier: str, *_: Any, **__: Any) -> tuple[bool, int, str]:
        """Rails decides most, then whoever has the least choice."""
        return identifier != _RAILS, len(self._candidates(identifier)), identifier

    def find_matches(
        self,
        identifier: str,
        requirements: Mapping[str, Iterator[Needed]],
        incompatibilities: Mapping[str, Iterator[_Pick]],
    ) -> Sequence[_Pick]:
        """See AbstractProvider."""
        wanted, unfit = list(requirements[identifier]), set(incompatibilities[identifier])
        return [
            pick
            for pick in self._candidates(identifier)
            if pick not in unfit and all(self.is_satisfied_by(need, pick) for need in wanted)
        ]

    def is_satisfied_by(self, requirement: Needed, candidate: _Pick) -> bool:
        """See AbstractProvider."""
        return not candidate.version or allows(requirement.requirement, candidate.version)

    def get_dependencies(self, candidate: _Pick) -> Iterable[Needed]:
        """Bundler is what resolves, and no gem among others."""
        return (need for need in candidate.needs if need.name != "bundler")

    def _candidates(self, name: str) -> tuple[_Pick, ...]:
        if name not in self._known:
            self._known[name] = tuple(self._found(name))
        return self._known[name]

    def _found(self, name: str) -> Iterator[_Pick]:
        if name == _RAILS:
            yield from (_Pick(name, number, self._series.needs) for number in reversed(self._series.versions))
            return
        gem = self._around.locked.get(name)
        if gem:
            yield _Pick(name, gem.version, gem.needs)
        releases = self._around.index.releases(name) if not gem or gem.source.kind in ("server", "git") else None
        least = version(gem.version) if gem else None
        fit = sorted(stable(releases or (), self._around.setting), key=lambda pair: pair[0], reverse=gem is None)
        yield from (_Pick(name, each.version, each.needs) for number, each in fit if least is None or number > least)
        if gem is None and releases is None:
            yield _Pick(name, "", ())


@dataclass(frozen=True)
class Finder:
    """Looks for a set of versions."""

    around: Surroundings
    series: Series
    states: Mapping[str, GemState]

    def way(self) -> Way:
        """To the series, with everything that the Gemfile asks for; whatever versions it asks for."""
        try:
            picks = self._resolved(self._roots)
        except ResolutionImpossible:
            return Way("none", alone=tuple(name for name in self._suspects if not self._works_alone(name)))
        except ResolutionTooDeep:
            return Way("undecided")
        moves = sorted(self._moves(picks), key=lambda move: (move.name != _RAILS, move.name))
        return Way(
            "found", tuple(moves), unknown=tuple(sorted(name for name, pick in picks.items() if not pick.version))
        )

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        return tuple(name for name in self.around.direct if name in self.around.locked and name not in RAILS_GEMS)

    @cached_property
    def _suspects(self) -> tuple[str, ...]:
        """Direct gems that block, or that need one that does."""
        blocking = [state for state in self.states.values() if state.block.state == "declared"]
        names = {name for state in blocking for name in (state.name, *state.pulled_by)}
        return tuple(name for name in self._roots if name in names)

    def _works_alone(self, name: str) -> bool:
        try:
            self._resolved((name,))
        except (ResolutionImpossible, ResolutionTooDeep):
            return False
        return True

    def _resolved(self, roots: Iterable[str]) -> Mapping[str, _Pick]:
        provider: _Provider = _Provider(self.around, self.series)
        resolver = Resolver(provider, BaseReporter())
        return resolver.resolve([Needed(_RAILS), *map(Needed, roots)], max_rounds=_MOST_ROUNDS).mapping

    def _moves(self, picks: Mapping[str, _Pick]) -> Iterator[Moving]:
        for name, pick in picks.items():
            gem = self.around.locked.get(name)
            before = gem.version if gem else ""
            if pick.version != before:
                yield Moving(name, before, pick.version, edit=not self.around.gemfile_allows(name, pick.version))
