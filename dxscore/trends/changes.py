"""Two snapshots -> what is new and what is fixed between them, by rule, dimension and owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.domain.trend import Snapshot
from dxscore.trends.identities import Identity, unpack

Key: TypeAlias = tuple[str, str, str]
"""Rule, dimension, owner."""

_Kept: TypeAlias = tuple[Identity, Key]


class Changes(Struct, frozen=True):
    """What happened between two snapshots; a finding that moved to another file or owner is neither new nor fixed."""

    new: Mapping[Key, int] = field(default_factory=dict)
    fixed: Mapping[Key, int] = field(default_factory=dict)
    """By the owner that the finding had."""
    arrived: frozenset[str] = frozenset()
    """Fingerprints of the new ones, 16 hex digits."""
    uncounted: frozenset[str] = frozenset()
    """Rules that were not judged on both sides alike: what they find came or went for another reason."""


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Compare two snapshots of one ruleset."""
    old, current = _by_rule(before), _by_rule(after)
    uncounted = {*_unlike(before, after), *_unpacked_rules(before), *_unpacked_rules(after)}
    new: Counter[Key] = Counter()
    fixed: Counter[Key] = Counter()
    arrived: set[str] = set()
    for rule in (old.keys() | current.keys()) - uncounted:
        gone, come = _compare(old.get(rule, {}), current.get(rule, {}))
        fixed.update(key for _, key in gone)
        new.update(key for _, key in come)
        arrived.update(identity.fingerprint.hex() for identity, _ in come)
    return Changes(new, fixed, frozenset(arrived), frozenset(uncounted))


def _by_rule(snapshot: Snapshot) -> Mapping[str, Mapping[Key, bytes]]:
    """Rule -> packed identities by owner."""
    found: dict[str, dict[Key, bytes]] = defaultdict(dict)
    for count in snapshot.counts:
        found[count.rule][count.rule, count.dimension, count.owner] = count.identities
    return found


def _unlike(before: Snapshot, after: Snapshot) -> set[str]:
    """Rules that could not be judged on one side, or that apply to the versions locked on one side alone."""
    return {*before.unknown, *after.unknown, *(set(before.idle) ^ set(after.idle))}


def _unpacked_rules(snapshot: Snapshot) -> Iterable[str]:
    """Rules with findings of which only the number is known."""
    return (count.rule for count in snapshot.counts if count.open and not count.identities)


def _compare(old: Mapping[Key, bytes], current: Mapping[Key, bytes]) -> tuple[Sequence[_Kept], Sequence[_Kept]]:
    """What is gone and what has come, without what only moved."""
    if old == current:
        return (), ()
    gone, come = _identities(old), _identities(current)
    for both in gone.keys() & come.keys():
        del gone[both], come[both]
    moved = Counter(identity.likeness for identity, _ in gone.values())
    moved &= Counter(identity.likeness for identity, _ in come.values())
    return list(_unmoved(gone.values(), moved)), list(_unmoved(come.values(), moved))


def _identities(packed: Mapping[Key, bytes]) -> dict[bytes, _Kept]:
    """By fingerprint."""
    return {each.fingerprint: (each, key) for key, content in packed.items() for each in unpack(content)}


def _unmoved(found: Iterable[_Kept], moved: Counter[bytes]) -> Iterator[_Kept]:
    """Those that did not only move; of several alike, as many as moved are passed over."""
    left = moved.copy()
    for identity, key in found:
        if left[identity.likeness] > 0:
            left[identity.likeness] -= 1
        else:
            yield identity, key
