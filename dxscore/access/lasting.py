"""The last survey, and what is there now -> the profiles in it that still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dxscore.domain.access import EntryProfile, Kind
from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.survey import Made, Survey


def lasting(last: Survey, now: Made, points: Sequence[EntryPoint]) -> Mapping[str, EntryProfile]:
    """By name of the entry point.

    None when anything is declared differently: what a class, a macro or a constant says may concern everything. When
    only methods' bodies and templates have changed, a profile holds unless code was followed in one of those files, or
    it is of a job that may be given something else now.
    """
    if last.made.outline != now.outline or len({point.name for point in points}) < len(points):
        return {}
    changed = {path for path in now.blobs.keys() | last.made.blobs.keys() if _differs(path, last.made, now)}
    known = {each.profile.name: each.profile for each in last.entries}
    stale = {point.name for point in points if point.name not in known or changed & _read(point, known[point.name])}
    stale |= _given_otherwise(stale, known, points)
    return {point.name: known[point.name] for point in points if point.name not in stale}


def _differs(path: str, last: Made, now: Made) -> bool:
    return last.blobs.get(path) != now.blobs.get(path)


def _read(point: EntryPoint, profile: EntryProfile) -> frozenset[str]:
    """Every file that its profile follows from."""
    steps = (step.path for effect in profile.effects for step in effect.path)
    hooks = (hook.path for hook in point.hooks)
    return frozenset((point.path, profile.path, *profile.files, *steps, *hooks, *point.views, *point.layouts))


def _given_otherwise(
    stale: frozenset[str] | set[str], known: Mapping[str, EntryProfile], points: Sequence[EntryPoint]
) -> set[str]:
    """What a job does hangs on what it is given: who enqueues makes it stale, and it makes all who enqueue it stale."""
    jobs = {point.class_name: point.name for point in points if point.kind is EntryKind.JOB}
    classes = {name: class_name for class_name, name in jobs.items()}
    enqueued = {name: frozenset(_enqueued(profile)) for name, profile in known.items()}
    found, waiting = set(stale), [*stale]
    while waiting:
        name = waiting.pop()
        related = {jobs[each] for each in enqueued.get(name, ()) if each in jobs}
        if name in classes:
            related |= {other for other, given in enqueued.items() if classes[name] in given}
        waiting.extend(related - found)
        found |= related
    return found


def _enqueued(profile: EntryProfile) -> Iterator[str]:
    return (effect.target for effect in profile.effects if effect.kind is Kind.ENQUEUE)
