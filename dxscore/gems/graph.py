"""A bundle -> who needs whom: parents, the direct gems that pull a gem in, whether production needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from dxscore.domain.gems import Bundle, DirectGem, LockedGem

_NOT_PRODUCTION = frozenset(
    "ci cucumber debug deploy deployer deployment dev development doc docs lint linting rubocop test tools".split()
)


class Graph(Struct, frozen=True):
    """Dependencies of locked gems."""

    direct: frozenset[str]
    """Gems that the Gemfile asks for."""
    parents: Mapping[str, tuple[str, ...]]
    """Gem -> locked gems that need it, by name; absent when nobody does."""
    pulled_by: Mapping[str, frozenset[str]]
    """Gem -> direct gems that need it, themselves not counted, however far away."""
    in_production: frozenset[str]
    """Gems that some direct gem of a group other than development and test needs, and those gems themselves."""

    def path_to(self, name: str, locked: Mapping[str, LockedGem]) -> tuple[tuple[str, ...], ...]:
        """Per direct gem that pulls it in, a shortest chain from there to it; shortest first."""
        chains = (_chain(start, name, locked) for start in self.pulled_by.get(name, ()))
        return tuple(sorted(chains, key=lambda chain: (len(chain), chain)))


def graph_of(bundle: Bundle) -> Graph:
    """Direct gems are those of the Gemfile, else those that the lockfile says were asked for."""
    direct = frozenset(gem.name for gem in bundle.direct) | {need.name for need in bundle.asked}
    reached = {name: _reached(name, bundle.locked) for name in direct if name in bundle.locked}
    pulled: dict[str, set[str]] = defaultdict(set)
    for start, names in reached.items():
        for name in names - {start}:
            pulled[name].add(start)
    production = {name for name in direct if is_for_production(gem for gem in bundle.direct if gem.name == name)}
    return Graph(
        direct,
        _parents(bundle.locked),
        {name: frozenset(starts) for name, starts in pulled.items()},
        frozenset(production).union(*(reached[name] for name in production if name in reached)),
    )


def is_for_production(calls: Iterable[DirectGem]) -> bool:
    """Whether some call for a gem puts it in a group that may run in production; True without any call."""
    groups = [gem.groups for gem in calls]
    return not groups or any(not _NOT_PRODUCTION.issuperset(each) for each in groups)


def _parents(locked: Mapping[str, LockedGem]) -> Mapping[str, tuple[str, ...]]:
    parents: dict[str, set[str]] = defaultdict(set)
    for gem in locked.values():
        for need in gem.needs:
            parents[need.name].add(gem.name)
    return {name: tuple(sorted(found)) for name, found in parents.items()}


def _reached(start: str, locked: Mapping[str, LockedGem]) -> frozenset[str]:
    seen, waiting = {start}, [start]
    while waiting:
        gem = locked.get(waiting.pop())
        new = {need.name for need in gem.needs} - seen if gem else set()
        seen |= new
        waiting += new
    return frozenset(seen)


def _chain(start: str, end: str, locked: Mapping[str, LockedGem]) -> tuple[str, ...]:
    """A shortest chain; there is one, for `end` is reached from `start`."""
    chains: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for chain in chains:
        if chain[-1] == end:
            return chain
        gem = locked.get(chain[-1])
        for need in gem.needs if gem else ():
            if need.name not in seen:
                seen.add(need.name)
                chains.append((*chain, need.name))
    return ()
