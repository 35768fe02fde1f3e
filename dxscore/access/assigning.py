"""What assignments evaluate to, and what variables, attributes and elements hold afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dxscore.access.effects import Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.literals import item_of
from dxscore.access.values import (
    NIL,
    ClassOf,
    Many,
    Mapping,
    Name,
    Value,
    element,
    join,
    join_all,
    parts,
)
from dxscore.domain import ruby


def _assign(frame: Frame, node: ruby.Assign) -> Value:
    if node.operator:
        return _operator_assign(frame, node)
    value = frame.evaluate(node.value)
    assign(frame, node.target, value)
    return value


def _operator_assign(frame: Frame, node: ruby.Assign) -> Value:
    before = frame.evaluate(node.target)
    given = _once(frame, node.value) if _is_kept(frame, node) else frame.evaluate(node.value)
    if node.operator in ("||", "&&"):
        value = join(given, join_all(part for part in parts(before) if part is not NIL))
    else:
        value = frame.engine.send(frame, before, Sent(node.operator, node.line, (given,), receiver=node.target))
    assign(frame, node.target, value)
    return value


def _is_kept(frame: Frame, node: ruby.Assign) -> bool:
    """`@x ||= ...` of a class or module is worked out once per process, not by each request."""
    name = node.target.name if isinstance(node.target, ruby.Variable) else ""
    of_class = isinstance(frame.me, ClassOf) and name.startswith("@")
    return node.operator == "||" and (of_class or name.startswith(("@@", "$")))


def _once(frame: Frame, node: ruby.Expression) -> Value:
    """The value alone, without the effects of getting it."""
    kept = frame.summary
    frame.summary = Summary(kept.path, needs=kept.needs, gives=kept.gives)
    try:
        return frame.evaluate(node)
    finally:
        frame.summary = kept


def assign(frame: Frame, target: ruby.Expression, value: Value) -> None:
    """Gives a variable, attribute or element a value."""
    match target:
        case ruby.Variable(name=name) if name.startswith("@"):
            frame.set_field(name, value)
        case ruby.Variable(name=name):
            frame.locals[name] = value
        case ruby.Call(name="[]"):
            receiver = frame.me if target.receiver is None else frame.evaluate(target.receiver)
            indices = tuple(item_of(frame, each) for each in target.arguments)
            _store(frame, target.receiver, receiver, indices, value)
            frame.engine.send(frame, receiver, Sent("[]=", target.line, (*indices, value), receiver=target.receiver))
        case ruby.Call(name=name):
            receiver = frame.me if target.receiver is None else frame.evaluate(target.receiver)
            frame.attributes.add(name)
            frame.engine.send(frame, receiver, Sent(f"{name}=", target.line, (value,), receiver=target.receiver))
        case ruby.Splat(value=inner) if inner is not None:
            assign(frame, inner, Many(value))
        case ruby.Array(items=items):
            for each in items:
                assign(frame, each, element(value))


def _store(
    frame: Frame, variable: ruby.Expression | None, held: Value, indices: tuple[Value, ...], value: Value
) -> None:
    """`hash[:key] = value`: the variable then holds a hash with one more pair."""
    if not isinstance(variable, ruby.Variable) or len(indices) != 1 or not isinstance(held, Mapping):
        return
    if isinstance(indices[0], Name):
        pairs = {**dict(held.pairs), indices[0].text: value}
        assign(frame, variable, Mapping(tuple(sorted(pairs.items(), key=lambda pair: pair[0])), held.rest))
    else:
        assign(frame, variable, Mapping(held.pairs, join(held.rest, value)))


def _multiple_assign(frame: Frame, node: ruby.MultipleAssign) -> Value:
    if isinstance(node.value, ruby.Array) and len(node.value.items) == len(node.targets):
        values = [item_of(frame, item) for item in node.value.items]
        for target, value in zip(node.targets, values, strict=True):
            assign(frame, target, value)
        return Many(join_all(values))
    value = frame.evaluate(node.value)
    for target in node.targets:
        assign(frame, target, element(value))
    return value


ASSIGNMENTS: dict[type, Callable[[Frame, Any], Value]] = {
    ruby.Assign: _assign,
    ruby.MultipleAssign: _multiple_assign,
}
