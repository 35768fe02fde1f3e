"""Branches, assignments and other statements of Ruby -> their value, with both sides of what is not known followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.data_steps import done_for_its_effect
from dxscore.migrations.evaluating import Constant, Pattern, call_method
from dxscore.migrations.scope import Follower, Frame, Records

_SIMPLE = (str, int, float, bool)


def _sequence(run: Follower, node: ruby.Sequence, frame: Frame) -> object:
    result: object = None
    for item in node.items:
        result = run.value(item, frame)
        if isinstance(item, ruby.Call):
            done_for_its_effect(run, item, result, frame)
        if frame.left == "surely":
            break
        if frame.left == "maybe":
            frame.around = replace(frame.around, guarded=True)
    return result


def _if(run: Follower, node: ruby.If, frame: Frame) -> object:
    condition = run.value(node.condition, frame)
    if condition is not UNKNOWN and not isinstance(condition, (Constant, Records)):
        return run.value(node.then if condition else node.otherwise, frame)
    first, one = follow_branch(run, node.then, frame)
    second, other = follow_branch(run, node.otherwise, frame)
    frame.left = frame.left or _both(one, other)
    return first if first == second else UNKNOWN


def follow_branch(run: Follower, node: ruby.Expression | None, frame: Frame) -> tuple[object, str]:
    """The value of what may not run, and how it ends, see Frame.left."""
    inner = frame.inner(guarded=True)
    return run.value(node, inner), inner.left


def _case(run: Follower, node: ruby.Case, frame: Frame) -> object:
    subject = run.value(node.subject, frame)
    ends = []
    for branch in node.branches:
        held = [_holds(subject, run.value(each, frame)) for each in branch.conditions]
        if any(each is True for each in held):
            return run.value(branch.body, frame)
        if all(each is False for each in held):
            continue
        ends.append(follow_branch(run, branch.body, frame)[1])
    if not ends:
        return run.value(node.otherwise, frame)
    ends.append(follow_branch(run, node.otherwise, frame)[1])
    frame.left = frame.left or ("surely" if all(end == "surely" for end in ends) else "maybe" if any(ends) else "")
    return UNKNOWN


def _assign(run: Follower, node: ruby.Assign | ruby.MultipleAssign, frame: Frame) -> object:
    value = run.value(node.value, frame)
    if isinstance(node, ruby.MultipleAssign):
        many = value if isinstance(value, tuple) else ()
        for position, target in enumerate(node.targets):
            _bind(run, target, many[position] if position < len(many) else UNKNOWN, frame)
        return value
    if node.operator == "+" and isinstance(node.target, ruby.Variable):
        value = call_method(frame.variables.get(node.target.name, UNKNOWN), "+", (value,))
    elif node.operator:
        value = UNKNOWN if node.operator != "||" else value
    _bind(run, node.target, value, frame)
    return value


def _bind(run: Follower, target: ruby.Expression, value: object, frame: Frame) -> None:
    match target:
        case ruby.Variable(name=name):
            frame.variables[name] = value
        case ruby.Call(name=name, receiver=receiver) if receiver is not None:
            found = run.value(receiver, frame)
            if isinstance(found, (Constant, Records)):
                return  # table_name = ..., a setting of the class
            if name != "[]" and found is UNKNOWN and not isinstance(receiver, ruby.Self):
                return  # an attribute: nothing is written before it is saved


def _logic(run: Follower, node: ruby.Logic, frame: Frame) -> object:
    first = run.value(node.operands[0], frame)
    if node.operator == "not":
        return UNKNOWN if first is UNKNOWN else not first
    known = first is not UNKNOWN
    for operand in node.operands[1:]:
        if known and bool(first) is (node.operator == "or"):
            return first
        first = run.value(operand, frame) if known else follow_branch(run, operand, frame)[0]
        if not known:
            return first if first is False and node.operator == "and" else UNKNOWN
    return first


def _begin(run: Follower, node: ruby.Begin, frame: Frame) -> object:
    result = run.value(node.body, frame)
    for clause in node.rescues:
        follow_branch(run, clause.body, frame)
    run.value(node.otherwise, frame)
    run.value(node.ensure, frame)
    return result


def _jump(run: Follower, node: ruby.Jump, frame: Frame) -> object:
    run.value(node.value, frame)
    if node.kind in ("return", "next", "break"):
        frame.left = "surely"
    return UNKNOWN


def _both(one: str, other: str) -> str:
    if one == other == "surely":
        return "surely"
    return "maybe" if one or other else ""


def _holds(subject: object, condition: object) -> bool | None:
    if isinstance(condition, Pattern) and isinstance(subject, str):
        result = call_method(subject, "match?", (condition,))
        return result if isinstance(result, bool) else None
    if isinstance(subject, _SIMPLE) and isinstance(condition, _SIMPLE):
        return subject == condition
    return None


STATEMENTS: Mapping[type, Callable[[Follower, Any, Frame], object]] = {
    ruby.Sequence: _sequence,
    ruby.If: _if,
    ruby.Case: _case,
    ruby.Assign: _assign,
    ruby.MultipleAssign: _assign,
    ruby.Logic: _logic,
    ruby.Begin: _begin,
    ruby.Jump: _jump,
}
"""By the type of the statement."""
