"""Methods of texts, lists and hashes that are known -> their value; UNKNOWN for all that is not surely known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from dxscore.domain.ruby_values import UNKNOWN

HOLE = "?"
"""Stands in a text for an interpolated piece that is unknown."""


class Pattern(Struct, frozen=True):
    """A regular expression without interpolation."""

    source: str


class Constant(Struct, frozen=True):
    """A class or module, by name."""

    name: str


def call_method(receiver: object, name: str, arguments: Sequence[object]) -> object:
    """The value of `receiver.name(*arguments)`."""
    for kind, methods in _METHODS:
        if isinstance(receiver, kind) and not isinstance(receiver, bool) and name in methods:
            try:
                return _bounded(methods[name](receiver, *arguments))
            except (TypeError, ValueError, IndexError, AttributeError, re.error, OverflowError):
                return UNKNOWN
    return _of_anything(receiver, name, arguments)


def _bounded(value: object) -> object:
    """What grows without end is not worth following."""
    return UNKNOWN if isinstance(value, (str, tuple, dict)) and len(value) > _LARGEST else value


def _of_anything(receiver: object, name: str, arguments: Sequence[object]) -> object:
    known = receiver is not UNKNOWN and all(each is not UNKNOWN for each in arguments)
    return _of_known(receiver, name, arguments) if known else UNKNOWN


def _of_known(receiver: object, name: str, arguments: Sequence[object]) -> object:
    match name, arguments:
        case "==", (other,):
            return _known(receiver, other, receiver == other)
        case "!=", (other,):
            return _known(receiver, other, receiver != other)
        case (("to_s" | "to_sym" | "to_i" | "freeze" | "dup" | "to_a"), ()):
            return str(receiver) if name == "to_s" and isinstance(receiver, (int, float)) else receiver
        case (("nil?" | "blank?"), ()):
            return receiver is None or (name == "blank?" and receiver in ("", (), {}))
        case "present?", ():
            return receiver not in (None, "", (), {}, False)
    return UNKNOWN


def _known(one: object, other: object, result: bool) -> object:
    """Texts with holes can't be compared."""
    return UNKNOWN if any(isinstance(each, str) and HOLE in each for each in (one, other)) else result


def _matches(text: str, pattern: object) -> object:
    if not isinstance(pattern, Pattern) or HOLE in text or len(text) > _LONGEST:
        return UNKNOWN
    flags = re.IGNORECASE if pattern.source.startswith("(?i)") else 0
    return re.search(re.escape(pattern.source.removeprefix("(?i)")), text, flags) is not None


_LONGEST = 2000
_LARGEST = 100_000


def _includes(text: str, part: object) -> object:
    return UNKNOWN if HOLE in text or not isinstance(part, str) else part in text


def _starts(text: str, *parts: object) -> object:
    return UNKNOWN if HOLE in text else text.startswith(tuple(str(part) for part in parts))


def _ends(text: str, *parts: object) -> object:
    return UNKNOWN if HOLE in text else text.endswith(tuple(str(part) for part in parts))


_TEXT: Mapping[str, Callable[..., object]] = {
    "downcase": str.lower,
    "upcase": str.upper,
    "strip": str.strip,
    "squish": lambda text: " ".join(text.split()),
    "strip_heredoc": str,
    "to_s": str,
    "to_sym": str,
    "html_safe": str,
    "+": lambda text, other: text + (other if isinstance(other, str) else HOLE),
    "<<": lambda text, other: text + (other if isinstance(other, str) else HOLE),
    "=~": _matches,
    "match?": _matches,
    "match": _matches,
    "include?": _includes,
    "start_with?": _starts,
    "starts_with?": _starts,
    "end_with?": _ends,
    "ends_with?": _ends,
    "gsub": lambda text, old, new: text.replace(old, new),
    "delete_suffix": lambda text, suffix: text.removesuffix(suffix),
    "delete_prefix": lambda text, prefix: text.removeprefix(prefix),
}


def _joined(items: tuple[object, ...], between: str = "") -> str:
    return between.join(str(item) if isinstance(item, (str, int, float)) else HOLE for item in items)


_LIST: Mapping[str, Callable[..., object]] = {
    "first": lambda items: items[0] if items else None,
    "last": lambda items: items[-1] if items else None,
    "[]": lambda items, index: items[index],
    "+": lambda items, other: (*items, *other),
    "-": lambda items, other: tuple(item for item in items if item not in other),
    "join": _joined,
    "include?": lambda items, item: UNKNOWN if UNKNOWN in items else item in items,
    "reverse": lambda items: items[::-1],
    "flatten": lambda items: tuple(part for item in items for part in (item if isinstance(item, tuple) else (item,))),
    "compact": lambda items: tuple(item for item in items if item is not None),
    "uniq": lambda items: tuple(dict.fromkeys(items)),
    "to_h": dict,
    "size": len,
    "length": len,
    "count": len,
    "any?": bool,
    "empty?": lambda items: not items,
    "freeze": lambda items: items,
}

_HASH: Mapping[str, Callable[..., object]] = {
    "[]": lambda pairs, key: pairs.get(key, None),
    "fetch": lambda pairs, key, default=UNKNOWN: pairs.get(key, default),
    "keys": tuple,
    "values": lambda pairs: tuple(pairs.values()),
    "merge": lambda pairs, other: {**pairs, **other},
    "to_a": lambda pairs: tuple(pairs.items()),
    "invert": lambda pairs: {value: key for key, value in pairs.items()},
    "key?": lambda pairs, key: key in pairs,
    "freeze": lambda pairs: pairs,
}


def _compared(sign: Callable[[Any, Any], bool]) -> Callable[..., object]:
    return lambda one, other: sign(one, other) if isinstance(other, (int, float)) else UNKNOWN


_NUMBER: Mapping[str, Callable[..., object]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other if abs(one) < _MOST and abs(other) < _MOST else UNKNOWN,
    ">": _compared(lambda one, other: one > other),
    "<": _compared(lambda one, other: one < other),
    ">=": _compared(lambda one, other: one >= other),
    "<=": _compared(lambda one, other: one <= other),
    "kilobytes": lambda number: number * 1024,
    "megabytes": lambda number: number * 1024**2,
    "megabyte": lambda number: number * 1024**2,
    "gigabytes": lambda number: number * 1024**3,
}
_MOST = 2**64

_METHODS: Sequence[tuple[type | tuple[type, ...], Mapping[str, Callable[..., object]]]] = (
    (str, _TEXT),
    (tuple, _LIST),
    (Mapping, _HASH),
    ((int, float), _NUMBER),
)
