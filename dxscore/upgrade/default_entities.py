"""What a project sets, its locked Rails -> entities for rules: settings that `load_defaults` switches, and the call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from dxscore.domain.facts import Entity, FileFacts
from dxscore.domain.source import Location
from dxscore.domain.subject import Placed
from dxscore.domain.upgrade import DefaultsGap
from dxscore.upgrade.defaults import defaults_gap
from dxscore.upgrade.support import supports
from dxscore.upgrade.versions import is_after, is_by, series_of

KINDS = ("framework_default", "load_defaults")
"""Of entities that are made here."""

_APPLICATION = "config/application.rb"
_Attributes: TypeAlias = dict[str, str | int | float | bool | None]
_Entities: TypeAlias = Callable[[str], Sequence[Placed]]


def with_defaults(
    entities: _Entities, facts: Mapping[str, FileFacts], rails: str | None, files: Collection[str]
) -> _Entities:
    """The entities of all kinds, those of framework defaults among them.

    `facts` are those of the whole project, `files` the paths in which entities may stand; nothing for an unknown Rails.
    """

    @cache
    def gap() -> DefaultsGap:
        settings = {path: each.settings for path, each in facts.items() if each.settings}
        return defaults_gap(settings, {}, rails or "", series_of(rails or ""))

    def made(kind: str) -> Sequence[Placed]:
        if kind not in KINDS:
            return entities(kind)
        found = _settings(gap()) if kind == "framework_default" else _calls(gap())
        return sorted((each for each in found if each[0] in files), key=lambda each: (each[0], each[1].line))

    return made


def _settings(gap: DefaultsGap) -> Iterator[Placed]:
    """Each stands where it is set last, else at `load_defaults`."""
    for setting in gap.settings:
        place = (*_place(gap), *setting.places)[-1]
        attributes: _Attributes = {
            "key": setting.key,
            "series": setting.series,
            "state": setting.state.value,
            "value": setting.value,
            "new": setting.new,
            "risk": setting.risk,
            "meaning": setting.meaning,
        }
        yield place.path, Entity("framework_default", place.line, place.end_line, setting.key, attributes)


def _calls(gap: DefaultsGap) -> Iterator[Placed]:
    """One, also for a project that does not call it."""
    if gap.unknown:
        return
    place = _place(gap)[0]
    attributes: _Attributes = {
        "called": gap.place is not None,
        "series": gap.load_defaults,
        "rails": gap.rails,
        "behind": sum(_is_between(series, gap) for series in supports("rails")),
    }
    yield place.path, Entity("load_defaults", place.line, place.end_line, "", attributes)


def _is_between(series: str, gap: DefaultsGap) -> bool:
    """`load_defaults` begins with 5.0: a project without it is behind by all from there on."""
    after = is_after(series, gap.load_defaults) if gap.load_defaults else is_by("5.0", series)
    return after and is_by(series, gap.rails)


def _place(gap: DefaultsGap) -> tuple[Location]:
    return (gap.place or Location(_APPLICATION, 1, 1),)
