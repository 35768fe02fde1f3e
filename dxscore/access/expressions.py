"""What each form of expression evaluates to, in a frame; effects of the calls inside go into the frame's summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dxscore.access.assigning import ASSIGNMENTS
from dxscore.access.flow import FLOW
from dxscore.access.frames import Frame, Sent
from dxscore.access.literals import LITERALS, item_of, pairs_of
from dxscore.access.values import (
    NIL,
    OWN_BLOCK,
    STRING,
    UNKNOWN,
    Name,
    Procedure,
    Special,
    Value,
    element,
    parts,
)
from dxscore.domain import ruby

RAISING = frozenset({"raise", "fail", "throw", "abort", "exit"})


def evaluate(frame: Frame, node: ruby.Expression | None) -> Value:
    """The value of an expression; NIL for none."""
    if node is None:
        return NIL
    return _FORMS[type(node)](frame, node)


def _variable(frame: Frame, node: ruby.Variable) -> Value:
    if node.name.startswith("$"):
        return frame.engine.named(node.name)
    if node.name.startswith("@"):
        found = frame.field(node.name)
        return frame.engine.variable_of(frame.me, node.name) if found is None else found
    return frame.locals.get(node.name, UNKNOWN)


def _constant(frame: Frame, node: ruby.Const) -> Value:
    if node.scope is not None:
        frame.evaluate(node.scope)
        return UNKNOWN
    return frame.engine.constant(node.name, frame.nesting)


def _self(frame: Frame, _node: ruby.Self) -> Value:
    return frame.me


def _call(frame: Frame, node: ruby.Call) -> Value:
    if node.receiver is None and not node.arguments and node.name in frame.locals and not node.keywords:
        return frame.locals[node.name]
    receiver = frame.me if node.receiver is None else frame.evaluate(node.receiver)
    value = frame.engine.send(frame, receiver, message(frame, node))
    if node.receiver is None and node.name in RAISING:
        frame.left = True
    return value


def message(frame: Frame, node: ruby.Call | ruby.Super) -> Sent:
    """The call with its arguments evaluated; a trailing hash in braces counts as keywords too."""
    values: list[Value] = []
    splat = False
    for argument in node.arguments:
        if isinstance(argument, ruby.Splat):
            splat = True
            values.append(element(frame.evaluate(argument.value)))
        else:
            values.append(frame.evaluate(argument))
    keywords, rest = pairs_of(frame, node.keywords)
    name, receiver = (node.name, node.receiver) if isinstance(node, ruby.Call) else (frame.method, None)
    return Sent(name, node.line, tuple(values), keywords, rest, block_of(frame, node.block), splat, receiver)


def block_of(frame: Frame, node: ruby.Expression | None) -> Procedure | Name | Special | None:
    """The block that a call gives, as a value."""
    if node is None:
        return None
    if isinstance(node, ruby.Block):
        return Procedure(node, frame)
    value = frame.evaluate(node)
    found = next((part for part in parts(value) if isinstance(part, Procedure | Name) or part is OWN_BLOCK), None)
    return found if isinstance(found, Procedure | Name | Special) else None


def _super(frame: Frame, node: ruby.Super) -> Value:
    if not node.bare or frame.sent is None:
        return frame.engine.send_super(frame, message(frame, node))
    given = block_of(frame, node.block) or OWN_BLOCK
    sent = frame.sent
    again = Sent(sent.name, node.line, sent.arguments, sent.keywords, sent.rest, given, sent.splat)
    return frame.engine.send_super(frame, again)


def _yield(frame: Frame, node: ruby.Yield) -> Value:
    return frame.run_block(OWN_BLOCK, tuple(item_of(frame, each) for each in node.arguments), node.line)


def _block(frame: Frame, node: ruby.Block) -> Value:
    return Procedure(node, frame)


def _other(frame: Frame, node: ruby.Other) -> Value:
    if node.kind != "defined?":
        for part in node.parts:
            frame.evaluate(part)
    return UNKNOWN


def _splat(frame: Frame, node: ruby.Splat) -> Value:
    return frame.evaluate(node.value)


def _declaration(_frame: Frame, _node: ruby.Expression) -> Value:
    """Classes and methods are declared, not run, where they stand."""
    return NIL


_FORMS: dict[type, Callable[[Frame, Any], Value]] = {
    ruby.Splat: _splat,
    ruby.Variable: _variable,
    ruby.Const: _constant,
    ruby.Self: _self,
    ruby.Call: _call,
    ruby.Super: _super,
    ruby.Yield: _yield,
    ruby.Block: _block,
    ruby.Def: _declaration,
    ruby.Class: _declaration,
    ruby.Module: _declaration,
    ruby.Eigenclass: _declaration,
    ruby.Other: _other,
    **LITERALS,
    **ASSIGNMENTS,
    **FLOW,
    str: lambda _frame, _node: STRING,
}
