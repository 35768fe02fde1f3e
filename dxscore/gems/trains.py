"""Locked gems -> units: what is upgraded at once, a gem by itself or a release train such as Rails'."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from dxscore.domain.gems import LockedGem, Unit
from dxscore.gems.comparing import is_exact
from dxscore.gems.rails import RAILS_GEMS

_FAMILIES = {
    "aws-sdk": re.compile(r"aws-(?:sdk(?:-.*)?|partitions|sigv4|eventstream)"),
    "rspec": re.compile(r"rspec(?:-(?:core|expectations|mocks|support))?"),
}
"""Gems that are released together though they don't ask for each other's exact version."""


def units(locked: Mapping[str, LockedGem], direct: Set[str]) -> tuple[Unit, ...]:
    """Every locked gem in exactly one unit, by name. Trains: Rails, known families, and exact twins.

    Twins have the same version, and one asks for exactly that version of the other.
    """
    trains: dict[str, list[str]] = defaultdict(list)
    leaders = _leaders(locked)
    for name in sorted(locked):
        trains[leaders[name]].append(name)
    return tuple(sorted((_unit(names, locked, direct) for names in trains.values()), key=lambda unit: unit.name))


def _leaders(locked: Mapping[str, LockedGem]) -> Mapping[str, str]:
    """Gem -> a gem (or family) that stands for its train."""
    leaders = {name: _family(name) or name for name in locked}
    for gem in locked.values():
        for twin in _twins(gem, locked):
            old, new = leaders[twin], leaders[gem.name]
            if old != new:
                leaders |= {name: new for name, leader in leaders.items() if leader == old}
    return leaders


def _twins(gem: LockedGem, locked: Mapping[str, LockedGem]) -> Iterable[str]:
    for need in gem.needs:
        other = locked.get(need.name)
        if other and other.version == gem.version and is_exact([need.requirement]):
            yield other.name


def _family(name: str) -> str:
    if name in RAILS_GEMS:
        return "rails"
    return next((family for family, pattern in _FAMILIES.items() if pattern.fullmatch(name)), "")


def _unit(names: Sequence[str], locked: Mapping[str, LockedGem], direct: Set[str]) -> Unit:
    if len(names) == 1:
        return Unit(names[0], tuple(names))
    head = _head(names, locked, direct)
    return Unit(_family(head) or head, (head, *(name for name in names if name != head)))


def _head(names: Sequence[str], locked: Mapping[str, LockedGem], direct: Set[str]) -> str:
    """The gem of the family's name, else the one asked for, else the one that no other of the train needs."""
    if (family := _family(names[0])) in names:
        return family
    needed = Counter(need.name for name in names for need in locked[name].needs)
    return min(names, key=lambda name: (name not in direct, needed[name], len(name), name))
