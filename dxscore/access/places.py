"""All profiles -> the places where something is done that matters: one entity per line, target and deed.

A helper that calls another server inside a transaction is one place to mend, however many actions lead there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dxscore.domain.access import Confidence, Effect, EntryProfile, Kind, Within
from dxscore.domain.facts import Entity
from dxscore.domain.subject import Placed
from dxscore.domain.survey import Survey, places

ACCESS_PLACE = "access_place"
"""The kind of entity."""
_DEEDS = (Kind.READ, Kind.WRITE, Kind.ENQUEUE, Kind.MAIL, Kind.HTTP, Kind.PROCESS)


@dataclass(slots=True)
class _Place:
    """One place while its ways are gathered."""

    first: Effect
    """Of the way that shows most."""
    example: str
    entry_points: set[str] = field(default_factory=set)
    explicit: bool = False
    guarded: bool = True
    repeated: bool = False


def place_entities(survey: Survey) -> list[Placed]:
    """By path and line; profiles that can't be believed and effects that were guessed are left out.

    The same deed inside a transaction and outside of one are two entities, and so are reads and writes per element and
    others: each has its own ways.
    """
    found: dict[tuple[object, ...], _Place] = {}
    for entry in survey.entries:
        if not entry.profile.unknown:
            for effect in _telling(entry.profile):
                _gather(found, effect, entry.profile.name)
    placed = ((place.first.path[-1].path, _entity(place)) for place in found.values())
    return sorted(placed, key=lambda each: (each[0], each[1].line, each[1].symbol, repr(each[1].attributes)))


def _telling(profile: EntryProfile) -> Iterator[Effect]:
    return (
        effect
        for effect in profile.of(*_DEEDS)
        if effect.path and effect.confidence is Confidence.HIGH and effect.target != "?"
    )


def _gather(found: dict[tuple[object, ...], _Place], effect: Effect, name: str) -> None:
    step = effect.path[-1]
    repeated = effect.loop and effect.kind in (Kind.READ, Kind.WRITE)
    key = (step.path, step.line, effect.kind, effect.target, effect.operation, effect.before_commit, repeated)
    place = found.setdefault(key, _Place(effect, name))
    place.entry_points.add(name)
    place.explicit = place.explicit or effect.within is Within.EXPLICIT
    place.repeated = place.repeated or effect.loop
    place.guarded = place.guarded and "timeout" in effect.covered
    if len(effect.path) < len(place.first.path):
        place.first, place.example = effect, name


def _entity(place: _Place) -> Entity:
    effect = place.first
    line = max(1, effect.path[-1].line)
    return Entity(
        ACCESS_PLACE,
        line,
        line,
        effect.target,
        {
            "deed": effect.kind.value,
            "target": effect.target,
            "operation": effect.operation,
            "in_transaction": effect.before_commit,
            "explicit": place.explicit,
            "per_element": place.repeated,
            "guarded": place.guarded if effect.kind is Kind.HTTP else None,
            "entry_points": len(place.entry_points),
            "reach": "1 entry point" if len(place.entry_points) == 1 else f"{len(place.entry_points)} entry points",
            "example": place.example,
            "path": " -> ".join(places(effect.path)),
        },
    )
