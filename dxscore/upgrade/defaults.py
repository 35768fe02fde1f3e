"""What a project sets, and the settings that `load_defaults` switches -> where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from dxscore.domain.facts import Setting
from dxscore.domain.source import Location, Unknown
from dxscore.domain.upgrade import Default, DefaultSetting, DefaultsGap
from dxscore.upgrade.default_lines import default_lines, template_series
from dxscore.upgrade.framework_defaults import Switch, switches
from dxscore.upgrade.setting_names import is_literal, is_new, is_old, key_of
from dxscore.upgrade.versions import is_after, is_by, series_of

_APPLICATION = re.compile(r"(?:.+/)?config/application\.rb")
_LOAD = "load_defaults"
_ENVIRONMENT = re.compile(r"config/environments/(\w+)\.rb")
_CURRENT = re.compile(r"\bVERSION\b")
"""`Rails::VERSION::STRING.to_f` and the like: always the locked series."""
_SERIES = re.compile(r""":?["']?(\d+\.\d+)["']?""")


def defaults_gap(
    settings: Mapping[str, Sequence[Setting]], templates: Mapping[str, str], rails: str, target: str
) -> DefaultsGap:
    """`settings` by path, as facts have them; `templates` are the texts of new_framework_defaults_*.rb, by path.

    `rails` is the locked version ('' when unknown), `target` the series up to which settings are compared. Values are
    those of production: other environments are no answer to what the application does.
    """
    locked = series_of(rails)
    call = _load_defaults(settings)
    loaded, problem = _loaded(call, locked)
    found = _Found(_by_key(settings, call.location if call else None), loaded, call is not None and not loaded)
    known = locked and any(map(_APPLICATION.fullmatch, settings))
    compared = [switch for switch in switches() if _is_compared(switch, locked, target)] if known else []
    return DefaultsGap(
        rails=locked,
        load_defaults=loaded,
        place=call.location if call else None,
        settings=tuple(found.stands(switch) for switch in compared),
        lines=tuple(chain.from_iterable(default_lines(path, text, loaded, locked) for path, text in templates.items())),
        unknown=tuple(_unknown(settings, locked, problem)),
    )


def gap_size(gap: DefaultsGap) -> int | None:
    """How many settings of the locked series and before keep their old value; None when that is not known."""
    if gap.unknown:
        return None
    old = (setting for setting in gap.settings if setting.state in (Default.OPEN, Default.REFUSED))
    return sum(is_by(setting.series, gap.rails) for setting in old)


def _unknown(settings: Mapping[str, Sequence[Setting]], locked: str, problem: str) -> Iterator[Unknown]:
    """Why settings can't be compared, or not be trusted."""
    if not locked:
        yield Unknown("framework defaults", "the locked Rails is unknown")
    elif not any(map(_APPLICATION.fullmatch, settings)):
        yield Unknown("framework defaults", "no config/application.rb sets anything")
    if problem:
        yield Unknown("framework defaults", problem)


class _Made(Struct, frozen=True):
    """A setting that the project makes."""

    location: Location
    value: str


def _load_defaults(settings: Mapping[str, Sequence[Setting]]) -> _Made | None:
    """The call in the application itself, not in the dummy of an engine: the shortest path."""
    for path in sorted(filter(_APPLICATION.fullmatch, settings), key=len):
        for setting in settings[path]:
            if setting.name == f"config.{_LOAD}":
                return _Made(_location(path, setting), setting.value)
    return None


def _loaded(call: _Made | None, locked: str) -> tuple[str, str]:
    """The series that is loaded, '' for none; what is wrong when that is not known."""
    if call is None:
        return "", ""
    if written := _SERIES.fullmatch(call.value):
        return written[1], ""
    if _CURRENT.search(call.value):
        return locked, ""
    return "", f"load_defaults takes a computed value: {call.value}"


def _is_compared(switch: Switch, locked: str, target: str) -> bool:
    """Whether the switch is there on the way from the locked series to the target, and its old value a debt."""
    ended = switch.until and is_by(switch.until, locked)
    return switch.owed and is_by(switch.series, target) and is_by(switch.since, target) and not ended


def _by_key(settings: Mapping[str, Sequence[Setting]], load: Location | None) -> Mapping[str, list[_Made]]:
    """In the order in which they are made; what stands above `load_defaults` is overwritten by it."""
    made: dict[str, list[_Made]] = {}
    for path in sorted(filter(_rank, settings), key=lambda path: (_rank(path), path)):
        for setting in settings[path]:
            if load is None or path != load.path or setting.line > load.line:
                made.setdefault(key_of(setting.name), []).append(_Made(_location(path, setting), setting.value))
    return made


def _rank(path: str) -> int:
    """When Rails runs a file; 0 for one that sets nothing for production or belongs to something else."""
    if _APPLICATION.fullmatch(path):
        return 1
    if environment := _ENVIRONMENT.search(path):
        return 2 if environment[1] == "production" else 0
    return 3 if "config/initializers/" in path else 0


def _location(path: str, setting: Setting) -> Location:
    return Location(path, setting.line, setting.line)


class _Found(Struct, frozen=True):
    made: Mapping[str, list[_Made]]
    loaded: str
    computed: bool
    """`load_defaults` is called, nobody knows with what."""

    def stands(self, switch: Switch) -> DefaultSetting:
        """Where one setting stands."""
        made = list(self._effective(switch))
        return DefaultSetting(
            key=switch.key,
            series=switch.series,
            state=_state_of(switch, made[-1]) if made else self._untouched(switch),
            new=switch.new,
            legacy=switch.legacy,
            value=made[-1].value if made else "",
            risk=switch.risk,
            meaning=switch.meaning,
            places=tuple(each.location for each in made),
        )

    def _effective(self, switch: Switch) -> Iterator[_Made]:
        for each in self.made.get(switch.key, ()):
            if not switch.only_in_application or "config/initializers/" not in each.location.path:
                yield each

    def _untouched(self, switch: Switch) -> Default:
        """What `load_defaults` makes of a setting that is not made."""
        if is_by(switch.series, self.loaded):
            return Default.TAKEN
        return Default.UNKNOWN if self.computed else Default.OPEN


def _state_of(switch: Switch, made: _Made) -> Default:
    """Of a value that is set: another one than both, a longer timeout for instance, is a decision for something new."""
    value = made.value
    if is_new(switch, value) or _is_newer(switch, value):
        return Default.TAKEN
    if is_old(switch, value):
        return Default.REFUSED
    if not switch.new and is_by(switch.series, template_series(made.location.path)):
        return Default.TAKEN
    return Default.TAKEN if switch.new and is_literal(value) else Default.UNKNOWN


def _is_newer(switch: Switch, value: str) -> bool:
    """Whether it is what a later series makes of the same setting."""
    return any(
        other.key == switch.key and is_after(other.series, switch.series) and is_new(other, value)
        for other in switches()
    )
