"""Loops over what is known, item by item, and over what is not, once -> the values of their blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dxscore.domain import ruby
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations import data_steps
from dxscore.migrations.scope import Follower, Frame

LONGEST_LOOP = 500
"""Rounds that are followed one by one."""
LOOPS = frozenset(
    "each map flat_map collect each_with_index each_slice each_pair times each_key each_value "
    "find_each find_in_batches in_batches each_batch each_entry filter select reject".split()
)


def follow_loop(run: Follower, call: ruby.Call, block: ruby.Block, over: object, frame: Frame) -> object:
    """`over.each { ... }`."""
    items = _items_of(over, call.name)
    if items is None or len(items) > LONGEST_LOOP:
        batched = call.name in data_steps.BATCHING
        follow_loop_body(run, block.body, with_unknown(block, frame), batched=batched)
        return UNKNOWN
    results = []
    for index, item in enumerate(items):
        inner = frame.inner()
        values = (item, index) if call.name == "each_with_index" else (item,)
        frame.variables |= _block_values(block.parameters, values)
        results.append(run.value(block.body, inner))
    return tuple(results) if call.name in ("map", "flat_map", "collect") else over


def with_unknown(block: ruby.Block, frame: Frame) -> Frame:
    """A frame in which the parameters of a block are unknown."""
    inner = frame.inner()
    inner.variables = {**frame.variables, **{each.name: UNKNOWN for each in block.parameters}}
    return inner


def follow_loop_body(run: Follower, body: ruby.Expression, frame: Frame, *, batched: bool) -> None:
    """A body that runs an unknown number of times."""
    changes: dict[str, object] = {"looped": True, "guarded": True}
    if batched:
        changes["batched"] = True
    if data_steps.sleeps(body):
        changes["throttled"] = True
    run.value(body, frame.inner(**changes))


def _items_of(over: object, method: str) -> Sequence[object] | None:
    match over:
        case tuple() if method in ("each", "map", "flat_map", "collect", "each_with_index", "each_entry"):
            return None if UNKNOWN in over and len(over) == 1 else over
        case dict() if method in ("each", "each_pair", "map", "flat_map"):
            return tuple(over.items())
        case dict() if method == "each_key":
            return tuple(over)
        case dict() if method == "each_value":
            return tuple(over.values())
        case int() if method == "times":
            return range(over)
    return None


def _block_values(parameters: Sequence[ruby.Parameter], values: Sequence[object]) -> Iterator[tuple[str, object]]:
    plain = [each for each in parameters if each.kind != "block"]
    if len(plain) > len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    for position, each in enumerate(plain):
        value = values[position] if position < len(values) else UNKNOWN
        if each.kind == "parts":
            yield from _block_values(each.parts, (value,) if not isinstance(value, tuple) else value)
        else:
            yield each.name, value
