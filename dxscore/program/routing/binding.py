"""A call in a routes file and the names known there -> its arguments, options, and what it binds in a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from dxscore.domain.ruby import Array, Call, Hash, Pair, Parameter
from dxscore.program.routing.values import UNKNOWN, Names, Value, evaluate, options

LOOPS = frozenset({"each", "each_pair", "each_with_index", "map", "each_value", "each_key", "flat_map"})


class OptionsAround(Struct, frozen=True):
    """What `with_options` gives its block."""

    given: tuple[Pair, ...]


def with_options(call: Call, given: OptionsAround) -> Call:
    """The call without its receiver, with the options around it; its own come last and win."""
    return _like(call, keywords=(*given.given, *call.keywords))


def without_receiver(call: Call) -> Call:
    """The call as if it were on self."""
    return _like(call, keywords=call.keywords)


def _like(call: Call, keywords: tuple[Pair, ...]) -> Call:
    return Call(call.line, call.name, None, call.arguments, keywords, call.block, call.safe, call.end_line)


def bound(parameters: Sequence[Parameter], arguments: Sequence[Value]) -> dict[str, Value]:
    """Each parameter with its argument; UNKNOWN without one."""
    found: dict[str, Value] = {}
    given = [*arguments]
    for parameter in parameters:
        if parameter.kind in ("required", "optional"):
            found[parameter.name] = given.pop(0) if given else UNKNOWN
        elif parameter.kind == "parts":
            inner = given.pop(0) if given else UNKNOWN
            found |= bound(parameter.parts, inner if isinstance(inner, list) else [])
        elif parameter.kind == "rest":
            found[parameter.name] = given
            given = []
        else:
            found.setdefault(parameter.name, UNKNOWN)
    return found


def rounds(name: str, value: Value) -> Iterator[Sequence[Value]]:
    """The arguments of a loop's block each time; once with nothing known when the collection is not."""
    match value:
        case dict() if name == "each_key":
            yield from ([key] for key in value)
        case dict() if name == "each_value":
            yield from ([item] for item in value.values())
        case dict():
            yield from value.items()
        case list():
            for index, item in enumerate(value):
                yield [item, index] if name == "each_with_index" else item if isinstance(item, list) else [item]
        case _:
            yield []


def given(call: Call, names: Names) -> tuple[list[Value], dict[str, Value]]:
    """Arguments and options; a hash that comes last is options."""
    arguments, more = call.arguments, {}
    if arguments and isinstance(arguments[-1], Hash):
        more = options(arguments[-1].pairs, names)
        arguments = arguments[:-1]
    values: list[Value] = []
    for argument in arguments:
        value = evaluate(argument, names)
        values += value if isinstance(argument, Array) and isinstance(value, list) else [value]
    return values, more | options(call.keywords, names)
