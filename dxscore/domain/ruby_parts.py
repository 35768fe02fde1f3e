"""A piece of Ruby as plain values -> the pieces inside of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from msgspec import Struct

from dxscore.domain import ruby

_CLASSES: tuple[type[Struct], ...] = (*get_args(ruby.Expression), ruby.Branch, ruby.Rescue, ruby.Parameter)
_HOLDING = ("Expression", "Branch", "Rescue", "Parameter")
"""Words in the type of a field that has pieces in it; all others hold texts, numbers and flags."""

_FIELDS: Mapping[type, tuple[str, ...]] = {
    each: tuple(
        name
        for base in reversed(each.__mro__)
        for name, type_ in vars(base).get("__annotations__", {}).items()
        if any(word in type_ for word in _HOLDING)
    )
    for each in _CLASSES
}


def parts(value: object) -> tuple[object, ...]:
    """The values of the fields that hold pieces, in the order of the source: pieces, tuples of them, and None."""
    return tuple([getattr(value, name) for name in _FIELDS[type(value)]])


def walk(value: object) -> Iterator[Struct]:
    """All pieces inside of one, or of several, itself included; outer ones first, in the order of the source."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if type(current) is tuple:
            waiting.extend(reversed(current))
        elif isinstance(current, Struct):
            yield current
            waiting.extend([getattr(current, name) for name in reversed(_FIELDS[type(current)])])
