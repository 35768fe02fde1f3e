"""What conditions, loops, rescues and jumps evaluate to: each way from the same start, joined at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dxscore.access.effects import Context
from dxscore.access.frames import Frame
from dxscore.access.narrowing import narrowed
from dxscore.access.values import (
    FALSE,
    NEVER,
    NIL,
    PLAIN,
    TRUE,
    Value,
    certain,
    join,
    join_all,
    parts,
)
from dxscore.domain import ruby
from dxscore.domain.access import Phase

IN_LOOP = Context(loop=True)
RESCUED = Context(phase=Phase.RESCUE)


def _sequence(frame: Frame, node: ruby.Sequence) -> Value:
    value: Value = NIL
    for item in node.items:
        value = frame.evaluate(item)
        if frame.left:
            break
    return value


def _if(frame: Frame, node: ruby.If) -> Value:
    sure = certain(frame.evaluate(node.condition))
    if sure is not None:
        return _only(frame, node.then if sure else node.otherwise, narrowed(frame, node.condition) if sure else {})
    ways: list[tuple[ruby.Expression | None, dict[str, Value]]] = [
        (node.then, narrowed(frame, node.condition)),
        (node.otherwise, {}),
    ]
    return _either(frame, ways)


def _only(frame: Frame, body: ruby.Expression | None, known: dict[str, Value]) -> Value:
    """The only way that is taken: where the condition is a literal, an option that is not given ..."""
    frame.locals.update(known)
    return frame.evaluate(body)


def _either(frame: Frame, ways: Iterable[tuple[ruby.Expression | None, dict[str, Value]]]) -> Value:
    """Evaluates each way from the same start and joins what they leave behind, save of those that do not come back."""
    locals_before, fields_before = dict(frame.locals), dict(frame.fields)
    ends: list[tuple[dict[str, Value], dict[str, Value]]] = []
    values = []
    for body, known in ways:
        frame.locals, frame.fields = {**locals_before, **known}, dict(fields_before)
        values.append(frame.evaluate(body))
        if not frame.left:
            ends.append((_unnarrowed(frame.locals, known, locals_before), frame.fields))
        frame.left = False
    frame.left = not ends
    frame.locals = _joined([end[0] for end in ends]) if ends else locals_before
    frame.fields = _joined([end[1] for end in ends]) if ends else fields_before
    return join_all(values)


def _unnarrowed(after: dict[str, Value], known: dict[str, Value], before: dict[str, Value]) -> dict[str, Value]:
    undone = {name: before[name] for name, value in known.items() if after.get(name) is value and name in before}
    return {**after, **undone}


def _joined(ends: list[dict[str, Value]]) -> dict[str, Value]:
    result = dict(ends[0])
    for end in ends[1:]:
        for name, value in end.items():
            result[name] = join(result[name], value) if name in result else value
    return result


def _case(frame: Frame, node: ruby.Case) -> Value:
    frame.evaluate(node.subject)
    ways: list[tuple[ruby.Expression | None, dict[str, Value]]] = []
    for branch in node.branches:
        for condition in branch.conditions:
            frame.evaluate(condition)
        ways.append((branch.body, narrowed(frame, node.subject, branch.conditions)))
    ways.append((node.otherwise, {}))
    return _either(frame, ways)


def _loop(frame: Frame, node: ruby.Loop) -> Value:
    with frame.inside(IN_LOOP):
        frame.evaluate(node.condition)
        _either(frame, [(node.body, {}), (None, {})])
    frame.left = False
    return NIL


def _begin(frame: Frame, node: ruby.Begin) -> Value:
    value = frame.evaluate(node.body)
    if node.otherwise is not None and not frame.left:
        value = frame.evaluate(node.otherwise)
    if node.rescues:
        value = _rescued(frame, node, value)
    left, frame.left = frame.left, False
    frame.evaluate(node.ensure)
    frame.left = frame.left or left
    return value


def _rescued(frame: Frame, node: ruby.Begin, value: Value) -> Value:
    ways: list[tuple[ruby.Expression | None, dict[str, Value]]] = [
        (rescue.body, {rescue.variable: PLAIN} if rescue.variable else {}) for rescue in node.rescues
    ]
    if not frame.left:
        ways.append((None, {}))
    frame.left = False
    with frame.inside(RESCUED):
        rescued = _either(frame, ways)
    return join(value, join_all(part for part in parts(rescued) if part is not NIL))


def _logic(frame: Frame, node: ruby.Logic) -> Value:
    if node.operator == "not":
        sure = certain(frame.evaluate(node.operands[0]))
        return PLAIN if sure is None else FALSE if sure else TRUE
    return _and(frame, node) if node.operator == "and" else _or(frame, node)


def _and(frame: Frame, node: ruby.Logic) -> Value:
    known: dict[str, Value] = {}
    before = dict(frame.locals)
    values: list[Value] = []
    for operand in node.operands:
        values.append(_operand(frame, operand, values))
        if certain(values[-1]) is False:
            break
        known.update(narrowed(frame, operand))
        frame.locals.update(known)
    frame.locals.update({name: before[name] for name in known if name in before})
    if any(certain(value) is False for value in values):
        return FALSE
    return values[-1] if all(certain(value) for value in values) else join(PLAIN, values[-1])


def _operand(frame: Frame, node: ruby.Expression, before: list[Value]) -> Value:
    """`x or return` leaves only when x is known to be false."""
    left = frame.left
    value = frame.evaluate(node)
    if before and any(certain(each) is None for each in before):
        frame.left = left
    return value


def _or(frame: Frame, node: ruby.Logic) -> Value:
    values: list[Value] = []
    for operand in node.operands:
        values.append(_operand(frame, operand, values))
        if certain(values[-1]):
            break
    kept = [part for value in values[:-1] for part in parts(value) if part is not NIL and part != FALSE]
    return join_all([*kept, values[-1]])


def _jump(frame: Frame, node: ruby.Jump) -> Value:
    value = frame.evaluate(node.value)
    if node.kind == "return":
        frame.returned = join(frame.returned, value)
    elif node.kind in ("next", "break"):
        frame.broken = join(frame.broken, value)
    frame.left = True
    return NEVER


FLOW: dict[type, Callable[[Frame, Any], Value]] = {
    ruby.Sequence: _sequence,
    ruby.If: _if,
    ruby.Case: _case,
    ruby.Loop: _loop,
    ruby.Begin: _begin,
    ruby.Logic: _logic,
    ruby.Jump: _jump,
}
