"""The last survey, and what is there now -> the profiles in it that still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from dxscore.domain.access import Effect, EntryProfile, Kind, tables
from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.survey import Made, Survey


def lasting(last: Survey, now: Made, points: Sequence[EntryPoint]) -> Mapping[str, EntryProfile]:
    """By name of the entry point, for a survey that is to be as if nothing were known.

    None when anything is declared differently: what a class, a macro or a constant says may concern everything. When
    only methods' bodies and templates have changed, a profile holds unless code was followed in one of those files.
    """
    return _untouched(last, changed_files(last.made, now), points) if last.made.outline == now.outline else {}


def beside(last: Survey, changed: Set[str], points: Sequence[EntryPoint]) -> Mapping[str, EntryProfile]:
    """The same for an end of a change, which is only compared with the other, whatever else is declared differently.

    A profile holds unless it follows from a file that the change touches, or is about a table of a model in one.
    """
    homes = {table for table, path in last.tables.items() if path in changed}
    kept = _untouched(last, changed, points)
    return {name: profile for name, profile in kept.items() if tables(profile.effects).isdisjoint(homes)}


def carried(base: EntryProfile, head: EntryProfile, changed: Set[str]) -> EntryProfile:
    """The head's profile, in which only what runs through changed files may differ from the base's.

    How far calls are followed hangs a little on what else was followed before: that alone must not look like a change.
    """
    through = [effect for effect in head.effects if _passes(effect, changed)]
    around = [effect for effect in base.effects if not _passes(effect, changed)]
    return replace(head, effects=tuple(dict.fromkeys((*around, *through))))


def changed_files(last: Made, now: Made) -> frozenset[str]:
    """Added, removed and edited."""
    paths = now.blobs.keys() | last.blobs.keys()
    return frozenset(path for path in paths if last.blobs.get(path) != now.blobs.get(path))


def _passes(effect: Effect, changed: Set[str]) -> bool:
    return any(step.path in changed for step in effect.path)


def _untouched(last: Survey, changed: Set[str], points: Sequence[EntryPoint]) -> Mapping[str, EntryProfile]:
    """Nothing when names don't tell entry points apart. A job may be given something else when its enqueuers change."""
    if len({point.name for point in points}) < len(points):
        return {}
    known = {each.profile.name: each.profile for each in last.entries}
    stale = {point.name for point in points if point.name not in known or changed & _read(point, known[point.name])}
    stale |= _given_otherwise(stale, known, points)
    return {point.name: known[point.name] for point in points if point.name not in stale}


def _read(point: EntryPoint, profile: EntryProfile) -> frozenset[str]:
    """Every file that its profile follows from."""
    steps = (step.path for effect in profile.effects for step in effect.path)
    hooks = (hook.path for hook in point.hooks)
    return frozenset((point.path, profile.path, *profile.files, *steps, *hooks, *point.views, *point.layouts))


def _given_otherwise(stale: set[str], known: Mapping[str, EntryProfile], points: Sequence[EntryPoint]) -> set[str]:
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
