"""An expression of Ruby -> the value it surely has, when it is written out: literals, and arithmetic on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from operator import add, lshift, mul, sub
from typing import Final, Literal, TypeAlias

from dxscore.domain import ruby


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN: Final = _Unknown.UNKNOWN
Value: TypeAlias = (
    "str | int | float | bool | tuple[Value, ...] | Mapping[str, Value] | Literal[_Unknown.UNKNOWN] | None"
)
"""Symbols are strings, arrays are tuples, keys of hashes are texts."""

_ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "<<": lshift,
    "**": lambda base, power: int(base**power),
}
_GROWING = {"<<", "**"}
_SIZES: Mapping[str, int] = {"bytes": 1, "byte": 1} | {
    f"{unit}{plural}": 1024**power
    for power, unit in enumerate(("kilobyte", "megabyte", "gigabyte"), start=1)
    for plural in ("", "s")
}
_MOST_GROWTH = 64
"""Numbers beyond it are nobody's limit or default, and costly to work out."""

_LONGEST = 10_000
"""Times that a text is repeated; more is nobody's literal."""


def value_of(expression: ruby.Expression | None) -> Value:
    """UNKNOWN for whatever is worked out at run time; inside arrays and hashes too."""
    match expression:
        case None:
            value: Value = None
        case ruby.Literal(value=value) | ruby.Str(value=value) | ruby.Sym(value=value):
            pass
        case ruby.Array(items=items):
            value = tuple(value_of(item) for item in items)
        case ruby.Hash(pairs=pairs):
            value = values_of(pairs)
        case ruby.Call(name="freeze", receiver=receiver) if receiver is not None:
            value = value_of(receiver)
        case ruby.Call(receiver=receiver) if receiver is not None:
            value = _worked_out(expression, value_of(receiver))
        case _:
            value = UNKNOWN
    return value


def values_of(pairs: tuple[ruby.Pair, ...]) -> Mapping[str, Value]:
    """Those with a written key; `**rest` is left out."""
    return {key: value_of(value) for key, value in _keyed(pairs)}


def options_of(call: ruby.Call) -> Mapping[str, ruby.Expression]:
    """Keywords by name, and those of a trailing `{ ... }`, which older Ruby takes for keywords."""
    pairs = call.keywords
    if call.arguments and isinstance(last := call.arguments[-1], ruby.Hash):
        pairs = last.pairs + pairs
    return dict(_keyed(pairs))


def positional(call: ruby.Call) -> tuple[ruby.Expression, ...]:
    """Its arguments without a trailing `{ ... }` of options."""
    return call.arguments[:-1] if call.arguments and isinstance(call.arguments[-1], ruby.Hash) else call.arguments


def statements(body: ruby.Expression | None) -> tuple[ruby.Expression, ...]:
    """Of a body, a block, or one statement alone."""
    match body:
        case None:
            return ()
        case ruby.Sequence(items=items):
            return items
        case ruby.Block(body=inner):
            return statements(inner)
    return (body,)


def text_of(value: Value) -> str:
    """A text or symbol as it is, '' for anything else."""
    return value if isinstance(value, str) else ""


def texts_of(value: Value) -> tuple[str, ...]:
    """One text, or those of a list."""
    if isinstance(value, tuple):
        return tuple(item for item in value if isinstance(item, str))
    return (value,) if isinstance(value, str) else ()


def number_of(value: Value) -> int | None:
    """A whole number (`true` is none), or a text of digits."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _keyed(pairs: tuple[ruby.Pair, ...]) -> Iterator[tuple[str, ruby.Expression]]:
    for key, value in pairs:
        if isinstance(key, (ruby.Sym, ruby.Str)):
            yield key.value, value
        elif isinstance(key, ruby.Literal):
            yield str(key.value), value


def _worked_out(call: ruby.Call, left: Value) -> Value:
    right = number_of(value_of(call.arguments[0])) if len(call.arguments) == 1 else None
    if isinstance(left, str) and call.name == "*" and right is not None and right <= _LONGEST:
        return left * right
    if not isinstance(left, int) or isinstance(left, bool):
        return UNKNOWN
    if call.name in _SIZES and not call.arguments:
        return left * _SIZES[call.name]
    operation = _ARITHMETIC.get(call.name)
    if operation is None or right is None or (call.name in _GROWING and not 0 <= right < _MOST_GROWTH):
        return UNKNOWN
    return operation(left, right)
