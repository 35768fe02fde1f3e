"""Promises -> how much of what models promise the database guarantees, per model, per owner, and in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from dxscore.domain.schema_report import ASPECTS, Aspect, Covered, Promise, Share


def covered_models(promises: Iterable[Promise], owner_of: Callable[[str], str]) -> tuple[Covered, ...]:
    """By model, the least covered first; models that promise nothing are left out."""
    groups: dict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        groups[promise.model].append(promise)
    found = [Covered(model, owner_of(model), _shares(group)) for model, group in groups.items()]
    return tuple(sorted(found, key=_worst_first))


def covered_owners(promises: Iterable[Promise], owner_of: Callable[[str], str]) -> tuple[Covered, ...]:
    """By owner's name."""
    groups: dict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        groups[owner_of(promise.model)].append(promise)
    return tuple(Covered(owner, owner, _shares(group)) for owner, group in sorted(groups.items()))


def covered_whole(promises: Iterable[Promise], name: str) -> Covered:
    """All together."""
    return Covered(name, "", _shares(list(promises)))


def _shares(promises: Iterable[Promise]) -> Mapping[Aspect, Share]:
    made: dict[Aspect, list[bool]] = defaultdict(list)
    for promise in promises:
        made[promise.aspect].append(promise.kept)
    return {aspect: Share(len(made[aspect]), sum(made[aspect])) for aspect in ASPECTS if aspect in made}


def _worst_first(covered: Covered) -> tuple[object, ...]:
    total = covered.total
    return total.kept - total.promised, covered.name
