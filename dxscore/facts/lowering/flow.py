"""Conditions, loops, `begin`, `rescue` and jumps of a syntax tree -> values; bodies with what guards them."""

from __future__ import annotations

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind, kinds
from dxscore.facts.lowering.arguments import items
from dxscore.facts.lowering.core import Lowering, by_kind, line_of
from dxscore.facts.lowering.names import target

_VALUE, _BODY, _CONDITION = field("value"), field("body"), field("condition")
_CONSEQUENCE, _ALTERNATIVE = field("consequence"), field("alternative")
_EXCEPTIONS, _VARIABLE, _HANDLER = field("exceptions"), field("variable"), field("handler")
_RESCUE, _ELSE, _ENSURE, _THEN = kind("rescue"), kind("else"), kind("ensure"), kind("then")
_UNLESS = kinds("unless", "unless_modifier")
_WHEN, _PATTERN, _ARGUMENT_LIST = kind("when"), kind("pattern"), kind("argument_list")
_BODIES = kinds("body_statement", "block_body", "then", "do", "begin")


def body(lowering: Lowering, node: Node | None) -> ruby.Expression:
    """A body with its `rescue` and `ensure`, if any; `def x = y` has an expression in its place."""
    if node is None:
        return ruby.Sequence(0, ())
    return _guarded(lowering, node) if node.kind_id in _BODIES else lowering.one(node)


def condition(lowering: Lowering, node: Node) -> ruby.Expression:
    """Of an `if` or a loop; code that is being written may have none."""
    return lowering.maybe(node.child_by_field_id(_CONDITION)) or ruby.Other(line_of(node), "missing")


def branch(lowering: Lowering, node: Node | None) -> ruby.Expression | None:
    """`then` and `else` are statements, `elsif` and the parts of `? :` are expressions."""
    if node is None:
        return None
    return lowering.statements(node) if node.kind_id in (_THEN, _ELSE) else lowering.one(node)


def _guarded(lowering: Lowering, node: Node) -> ruby.Expression:
    clauses: dict[int, list[Node]] = {_RESCUE: [], _ELSE: [], _ENSURE: []}
    plain: list[Node] = []
    for part in node.named_children:
        clauses.get(part.kind_id, plain).append(part)
    guarded = ruby.Sequence(line_of(node), lowering.each(plain))
    if not any(clauses.values()):
        return guarded
    rescues = tuple(_rescue(lowering, part) for part in clauses[_RESCUE])
    otherwise, ensure = (lowering.statements(part[0]) if part else None for part in (clauses[_ELSE], clauses[_ENSURE]))
    return ruby.Begin(line_of(node), guarded, rescues, otherwise, ensure)


def _rescue(lowering: Lowering, node: Node) -> ruby.Rescue:
    named = node.child_by_field_id(_EXCEPTIONS)
    classes = lowering.each(named.named_children) if named is not None else ()
    holder = node.child_by_field_id(_VARIABLE)
    held = holder.named_children if holder is not None else []
    if held:
        target(lowering, held[0])
    variable = lowering.text(held[0]) if held else ""
    return ruby.Rescue(line_of(node), classes, variable, body(lowering, node.child_by_field_id(_BODY)))


def _rescue_modifier(lowering: Lowering, node: Node) -> ruby.Begin:
    line, guarded = line_of(node), body(lowering, node.child_by_field_id(_BODY))
    handler = body(lowering, node.child_by_field_id(_HANDLER))
    return ruby.Begin(line, guarded, (ruby.Rescue(line, (), "", handler),), None, None)


def _if(lowering: Lowering, node: Node) -> ruby.If:
    asked = condition(lowering, node)
    then = branch(lowering, node.child_by_field_id(_CONSEQUENCE))
    otherwise = branch(lowering, node.child_by_field_id(_ALTERNATIVE))
    if node.kind_id in _UNLESS:
        then, otherwise = otherwise, then
    return ruby.If(line_of(node), asked, then, otherwise)


def _modifier(lowering: Lowering, node: Node) -> ruby.If:
    done = lowering.maybe(node.child_by_field_id(_BODY))
    asked = condition(lowering, node)
    if node.kind_id in _UNLESS:
        return ruby.If(line_of(node), asked, None, done)
    return ruby.If(line_of(node), asked, done, None)


def _case(lowering: Lowering, node: Node) -> ruby.Case:
    subject = lowering.maybe(node.child_by_field_id(_VALUE))
    children = node.named_children
    branches = tuple(_when(lowering, part) for part in children if part.kind_id == _WHEN)
    otherwise = next((part for part in children if part.kind_id == _ELSE), None)
    return ruby.Case(line_of(node), subject, branches, branch(lowering, otherwise))


def _when(lowering: Lowering, node: Node) -> ruby.Branch:
    patterns = (part.named_children for part in node.named_children if part.kind_id == _PATTERN)
    conditions = tuple(lowering.one(inside[0]) for inside in patterns if inside)
    return ruby.Branch(line_of(node), conditions, body(lowering, node.child_by_field_id(_BODY)))


def _loop(lowering: Lowering, node: Node) -> ruby.Loop:
    asked = condition(lowering, node)
    return ruby.Loop(line_of(node), asked, body(lowering, node.child_by_field_id(_BODY)))


def _begin(lowering: Lowering, node: Node) -> ruby.Expression:
    return _guarded(lowering, node)


def _parenthesized(lowering: Lowering, node: Node) -> ruby.Expression:
    return lowering.inside(node)


def _jump(lowering: Lowering, node: Node) -> ruby.Jump:
    inside = node.named_children[0] if node.named_children else None
    if inside is None:
        return ruby.Jump(line_of(node), node.type)
    values = items(lowering, inside) if inside.kind_id == _ARGUMENT_LIST else (lowering.one(inside),)
    if len(values) == 1 and not isinstance(values[0], ruby.Splat):
        return ruby.Jump(line_of(node), node.type, values[0])
    return ruby.Jump(line_of(node), node.type, ruby.Array(line_of(node), values))


LOWERERS = by_kind(
    {
        "rescue_modifier": _rescue_modifier,
        "if elsif unless conditional": _if,
        "if_modifier unless_modifier": _modifier,
        "case": _case,
        "while until while_modifier until_modifier": _loop,
        "begin": _begin,
        "parenthesized_statements begin_block end_block then else": _parenthesized,
        "return break next redo retry": _jump,
    }
)
