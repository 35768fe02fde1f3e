"""`enum` as each Rails version writes it -> Enums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.domain import ruby
from dxscore.domain.model import Enum
from dxscore.domain.ruby_values import Value
from dxscore.program.modelling.reading import Reading

_OPTIONS = ("prefix", "suffix", "scopes", "default", "validate", "instance_methods")


def read_enums(reading: Reading) -> Iterator[Enum]:
    """`enum :a, {...}`, `enum :a, x: 0, y: 1`, `enum a: [...], b: {...}`."""
    if name := reading.first():
        given = _values_given(reading)
        yield _enum(reading, name, given, {_plain(name): each for name, each in reading.options.items()})
        return
    options = {_plain(name): each for name, each in reading.options.items() if name.startswith("_")}
    for name, each in reading.options.items():
        if not name.startswith("_"):
            yield _enum(reading, name, reading.value(each), options)


def _plain(name: str) -> str:
    return name.removeprefix("_")


def _values_given(reading: Reading) -> Value:
    """The second argument; without one, all keywords but those that read like options."""
    match reading.macro.call.arguments:
        case (_, values, *_):
            return reading.value(values)
    given = {name: reading.value(each) for name, each in reading.options.items()}
    return {name: each for name, each in given.items() if _plain(name) not in _OPTIONS or type(each) is int}


def _enum(reading: Reading, attribute: str, given: Value, options: Mapping[str, ruby.Expression]) -> Enum:
    values = _mapping(given)
    return Enum(
        attribute=attribute,
        values=values or {},
        known=values is not None,
        prefix=_affix(reading.value(options.get("prefix")), attribute, "{}_"),
        suffix=_affix(reading.value(options.get("suffix")), attribute, "_{}"),
        scopes=reading.value(options.get("scopes")) is not False,
        instance_methods=reading.value(options.get("instance_methods")) is not False,
        has_default="default" in options,
        validated=reading.value(options.get("validate")) not in (None, False),
        declared=reading.declared(),
    )


def _mapping(given: Value) -> Mapping[str, int | str | bool | None] | None:
    """Labels of a list are stored as their positions."""
    if isinstance(given, tuple) and given and all(isinstance(each, str) for each in given):
        return {each: position for position, each in enumerate(given) if isinstance(each, str)}
    if not isinstance(given, Mapping) or not given:
        return None
    stored = {label: value for label, value in given.items() if isinstance(value, int | str | None)}
    return stored if len(stored) == len(given) else None


def _affix(given: Value, attribute: str, form: str) -> str:
    if given is True:
        return form.format(attribute)
    return form.format(given) if isinstance(given, str) else ""
