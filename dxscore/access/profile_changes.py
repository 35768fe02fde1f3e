"""The surveys of both ends of a change -> what each entry point does now that it did not do before, with the path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from dxscore.access.attributes import sure
from dxscore.domain.access import Effect, EntryProfile, Kind, Step
from dxscore.domain.survey import Survey


class ProfileChange(Struct, frozen=True):
    """One thing that came to one entry point, or to several by the same way."""

    what: str
    """'writes to 2 more tables: orders, stocks'."""
    entry_points: tuple[str, ...]
    """By name."""
    path: tuple[Step, ...]
    """Of the first of them."""


def profile_changes(base: Survey, head: Survey) -> list[ProfileChange]:
    """Of entry points that both ends have and whose profiles can be believed; the most widespread first."""
    before = {(entry.profile.kind, entry.profile.name): entry.profile for entry in base.entries}
    found: dict[tuple[str, Step], tuple[list[str], tuple[Step, ...]]] = {}
    for entry in head.entries:
        profile = entry.profile
        was = before.get((profile.kind, profile.name))
        if was is not None and not (was.unknown or profile.unknown):
            for what, path in _added(was, profile):
                found.setdefault((what, path[-1]), ([], path))[0].append(profile.name)
    changes = [ProfileChange(what, tuple(names), path) for (what, _), (names, path) in found.items()]
    return sorted(changes, key=lambda change: (-len(change.entry_points), change.what, change.entry_points))


def _added(before: EntryProfile, after: EntryProfile) -> Iterator[tuple[str, tuple[Step, ...]]]:
    written = _new(before.writes, sure(after.writes), _target)
    if written:
        yield f"writes to {_counted(written)}: {', '.join(sorted(written))}", _way(written)
    repeated = _new(before.n_plus_one, sure(after.n_plus_one), _target)
    if repeated:
        yield f"reads {', '.join(sorted(repeated))} once per element (N+1)", _way(repeated)
    for kind, verb in ((Kind.HTTP, "calls"), (Kind.PROCESS, "starts a process by"), (Kind.MAIL, "mails")):
        held, free = _named(before, after, kind)
        yield from ((f"{verb} {name} inside a transaction", effect.path) for name, effect in held.items())
        yield from ((f"{verb} {name}", effect.path) for name, effect in free.items())
    early, _ = _named(before, after, Kind.ENQUEUE)
    yield from ((f"enqueues {name} before the commit", effect.path) for name, effect in early.items())
    if written and before.reads and not before.writes:
        yield "can no longer be served from a replica", _way(written)


def _named(before: EntryProfile, after: EntryProfile, kind: Kind) -> tuple[Mapping[str, Effect], Mapping[str, Effect]]:
    """What is new inside transactions, and what is new outside of them."""
    was, now = before.of(kind), sure(after.of(kind))
    held = _new((each for each in was if each.before_commit), (each for each in now if each.before_commit), _name)
    free = _new(was, (each for each in now if not each.before_commit), _name)
    return held, free


def _target(effect: Effect) -> str:
    return effect.target


def _name(effect: Effect) -> str:
    return f"{effect.target}.{effect.operation}" if effect.kind is Kind.HTTP else effect.target


def _new(before: Iterable[Effect], after: Iterable[Effect], name: Callable[[Effect], str]) -> dict[str, Effect]:
    """Name -> the first effect so named, of names that were not there before; unknown tables left out."""
    known = {name(effect) for effect in before} | {"?"}
    found: dict[str, Effect] = {}
    for effect in after:
        if name(effect) not in known and effect.path:
            found.setdefault(name(effect), effect)
    return found


def _way(found: Mapping[str, Effect]) -> tuple[Step, ...]:
    return next(iter(found.values())).path


def _counted(found: Mapping[str, Effect]) -> str:
    return "1 more table" if len(found) == 1 else f"{len(found)} more tables"
