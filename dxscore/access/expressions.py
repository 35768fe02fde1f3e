"""What each form of expression evaluates to, in a frame; effects of the calls inside go into the frame's summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dxscore.access.effects import Context, Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.narrowing import narrowed
from dxscore.access.values import (
    FALSE,
    NEVER,
    NIL,
    NUMBER,
    OWN_BLOCK,
    PLAIN,
    STRING,
    TRUE,
    UNKNOWN,
    UNLISTED,
    ClassOf,
    Many,
    Mapping,
    Name,
    Procedure,
    Special,
    Value,
    certain,
    element,
    join,
    join_all,
    parts,
)
from dxscore.domain import ruby
from dxscore.domain.access import Kind, Phase

IN_LOOP = Context(loop=True)
RESCUED = Context(phase=Phase.RESCUE)
RAISING = frozenset({"raise", "fail", "throw", "abort", "exit"})
_NAME_LIMIT = 60
"""Longer strings are no names of anything."""


def evaluate(frame: Frame, node: ruby.Expression | None) -> Value:
    """The value of an expression; NIL for none."""
    if node is None:
        return NIL
    return _FORMS[type(node)](frame, node)


def _literal(_frame: Frame, node: ruby.Literal) -> Value:
    if isinstance(node.value, bool):
        return TRUE if node.value else FALSE
    return NIL if node.value is None else NUMBER


def _string(_frame: Frame, node: ruby.Str | ruby.Sym) -> Value:
    return Name(node.value) if len(node.value) <= _NAME_LIMIT else STRING


def _text(frame: Frame, node: ruby.Text) -> Value:
    for part in node.parts:
        if not isinstance(part, str):
            frame.engine.spell(frame, frame.evaluate(part), "to_s", node.line)
    if node.form == "shell":
        frame.add(Kind.PROCESS, "Kernel", "`", node.line)
    return STRING


def _array(frame: Frame, node: ruby.Array) -> Value:
    return Many(join_all(_item(frame, item) for item in node.items) if node.items else UNKNOWN)


def _item(frame: Frame, node: ruby.Expression) -> Value:
    if isinstance(node, ruby.Splat):
        return element(frame.evaluate(node.value))
    return frame.evaluate(node)


def _hash(frame: Frame, node: ruby.Hash) -> Value:
    known, rest = pairs_of(frame, node.pairs)
    return Mapping(tuple(sorted(known.items(), key=lambda pair: pair[0])), rest or UNLISTED)


def pairs_of(frame: Frame, pairs: Iterable[ruby.Pair]) -> tuple[dict[str, Value], Value | None]:
    """Values by literal key, and what stands under other keys, None when there are none."""
    known: dict[str, Value] = {}
    others: list[Value] = []
    for key, value in pairs:
        if key is None:
            merged = frame.evaluate(value)
            for part in parts(merged):
                if isinstance(part, Mapping):
                    known.update(part.pairs)
                    others.append(UNKNOWN if part.rest is UNLISTED else part.rest)
                else:
                    others.append(UNKNOWN)
            continue
        name = frame.evaluate(key)
        if isinstance(name, Name):
            known[name.text] = frame.evaluate(value)
        else:
            others.append(frame.evaluate(value))
    return known, join_all(others) if others else None


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
    return frame.run_block(OWN_BLOCK, tuple(_item(frame, each) for each in node.arguments), node.line)


def _block(frame: Frame, node: ruby.Block) -> Value:
    return Procedure(node, frame)


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
            indices = tuple(_item(frame, each) for each in target.arguments)
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
        values = [_item(frame, item) for item in node.value.items]
        for target, value in zip(node.targets, values, strict=True):
            assign(frame, target, value)
        return Many(join_all(values))
    value = frame.evaluate(node.value)
    for target in node.targets:
        assign(frame, target, element(value))
    return value


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


def _range(frame: Frame, node: ruby.Range) -> Value:
    return Many(join(frame.evaluate(node.first), frame.evaluate(node.last)))


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
    ruby.Literal: _literal,
    ruby.Str: _string,
    ruby.Sym: _string,
    ruby.Text: _text,
    ruby.Array: _array,
    ruby.Hash: _hash,
    ruby.Splat: _splat,
    ruby.Variable: _variable,
    ruby.Const: _constant,
    ruby.Self: _self,
    ruby.Call: _call,
    ruby.Super: _super,
    ruby.Yield: _yield,
    ruby.Block: _block,
    ruby.Assign: _assign,
    ruby.MultipleAssign: _multiple_assign,
    ruby.Sequence: _sequence,
    ruby.If: _if,
    ruby.Case: _case,
    ruby.Loop: _loop,
    ruby.Begin: _begin,
    ruby.Logic: _logic,
    ruby.Jump: _jump,
    ruby.Def: _declaration,
    ruby.Class: _declaration,
    ruby.Module: _declaration,
    ruby.Eigenclass: _declaration,
    ruby.Range: _range,
    ruby.Other: _other,
    str: lambda _frame, _node: STRING,
}
