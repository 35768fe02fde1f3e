"""The facts of the base and of the head -> notes on what the change asks of the environments that the code runs in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxscore.domain.facts import EnvironmentRead, FileFacts, Setting
from dxscore.domain.gate import Note, Place, Ruling

_Facts = Mapping[str, FileFacts]
"""By path."""

_SETTINGS_FILE = re.compile(r"(?:.*/)?config/(?:application\.rb|environments/[^/]+\.rb|initializers/.+\.rb)")
_RUN_BY_HAND = re.compile(r".*\.rake|(?:.*/)?(?:lib/tasks|bin|db|script)/.*")
"""Where variables are arguments: whoever runs it gives them."""
_LOOKS = re.compile(r"\s+|,(?=\s*[\]})])")
_AMBIENT = frozenset("CI EDITOR HOME LANG PATH PWD RACK_ENV RAILS_ENV SHELL TERM TMPDIR USER".split())
"""Set by whatever runs the code, or by Rails."""

_VARIABLES_ADVICE = (
    'Give it a default that keeps what happens today (`ENV.fetch("NAME", ...)`), or set it everywhere before this is '
    "deployed."
)
_SETTINGS_ADVICE = (
    "Whoever relied on the old value should be able to keep it for a while: make the change opt-out, with a "
    "deprecation that says until when."
)


def environment_notes(
    base: _Facts, head: _Facts, renames: Mapping[str, str], ruling: Ruling, documented: Mapping[str, str]
) -> tuple[Note, ...]:
    """Variables that are newly required and settings that differ: at most one note of each.

    `renames` leads from paths of the base to paths of the head, `documented` from variables to the file of the head
    that tells people about them. Settings that were only added are no reason for the ruling.
    """
    return (*_about_variables(base, head, ruling, documented), *_about_settings(base, head, renames, ruling))


def _about_variables(base: _Facts, head: _Facts, ruling: Ruling, documented: Mapping[str, str]) -> Iterator[Note]:
    known = {read.name for facts in base.values() for read in facts.variables} | _AMBIENT
    raising = {read.name for _, read in _required(base) if read.missing == "raises"} | _AMBIENT
    wanted: dict[str, list[Place]] = defaultdict(list)
    for path, read in _required(head):
        if read.name not in (raising if read.missing == "raises" else known):
            wanted[read.name].append(_place(path, read, documented))
    if wanted:
        places = tuple(place for name in sorted(wanted) for place in sorted(wanted[name], key=_by_place))
        yield Note("environment", _title(len(wanted)), places, ruling, _VARIABLES_ADVICE)


def _required(side: _Facts) -> Iterator[tuple[str, EnvironmentRead]]:
    """Reads that need the variable: the same file neither tests for it nor has a default for it."""
    for path, facts in side.items():
        if facts.variables and not _RUN_BY_HAND.fullmatch(path):
            optional = {read.name for read in facts.variables if read.missing == "default"}
            yield from ((path, read) for read in facts.variables if read.name not in optional)


def _place(path: str, read: EnvironmentRead, documented: Mapping[str, str]) -> Place:
    said = "raises" if read.missing == "raises" else "gives nil"
    where = f"; listed in {documented[read.name]}" if read.name in documented else ""
    return Place(path, read.line, f"{read.name} {said} when it is not set{where}")


def _title(variables: int) -> str:
    return (
        "1 environment variable is newly required"
        if variables == 1
        else (f"{variables} environment variables are newly required")
    )


def _about_settings(base: _Facts, head: _Facts, renames: Mapping[str, str], ruling: Ruling) -> Iterator[Note]:
    before = {renames.get(path, path): made for path, made in _settings(base)}
    after = dict(_settings(head))
    changed = [(path, before.get(path, ()), after.get(path, ())) for path in {*before, *after}]
    differing = [each for each in changed if each[1] != each[2]]
    places = [place for path, old, new in differing for place in _differences(path, old, new)]
    if places:
        title = f"{len(places)} setting{'s' * (len(places) != 1)} of the environments changed"
        in_order = tuple(sorted(places, key=_production_first))
        if any(_values(old) - _values(new) for _, old, new in differing):
            yield Note("environment", title, in_order, ruling, _SETTINGS_ADVICE)
        else:
            yield Note("environment", title, in_order)


def _settings(side: _Facts) -> Iterator[tuple[str, Sequence[Setting]]]:
    return ((path, facts.settings) for path, facts in side.items() if facts.settings and _SETTINGS_FILE.fullmatch(path))


def _values(settings: Iterable[Setting]) -> Counter[tuple[str, str]]:
    return Counter(map(_value, settings))


def _value(setting: Setting) -> tuple[str, str]:
    """Name and value without what a formatter may change: white space, the kind of quotes, a last comma."""
    return setting.name, _LOOKS.sub("", setting.value).replace("'", '"')


def _differences(path: str, old: Sequence[Setting], new: Sequence[Setting]) -> Iterator[Place]:
    """One place per setting that came, went or has another value."""
    gone, come = _without(old, new), _without(new, old)
    for setting in come:
        was = next((each for each in gone if each.name == setting.name), None)
        if was is not None:
            gone.remove(was)
        said = f"{was.value} -> {setting.value}" if was else f"{setting.value} (new)"
        yield Place(path, setting.line, f"{setting.name}: {said}")
    for setting in gone:
        yield Place(path, 0, f"{setting.name}: {setting.value} (removed)")


def _without(settings: Sequence[Setting], others: Sequence[Setting]) -> list[Setting]:
    """The settings that have no equal among the others, one to one."""
    equals = _values(others)
    left = []
    for setting in settings:
        equals[_value(setting)] -= 1
        if equals[_value(setting)] < 0:
            left.append(setting)
    return left


def _by_place(place: Place) -> tuple[str, int, str]:
    return place.path, place.line, place.text


def _production_first(place: Place) -> tuple[bool, str, int, str]:
    return not place.path.endswith("environments/production.rb"), *_by_place(place)
