"""Variables and constants of a syntax tree, and assignments to them -> values."""

from __future__ import annotations

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind
from dxscore.facts.lowering.core import Lowering, by_kind, end_line_of, line_of

_NAME, _SCOPE, _LEFT, _RIGHT, _OPERATOR = (
    field("name"),
    field("scope"),
    field("left"),
    field("right"),
    field("operator"),
)
_IDENTIFIER, _SPLAT, _REST = kind("identifier"), kind("splat_argument"), kind("rest_assignment")
_LEFT_LIST, _LEFT_PARENTHESES = kind("left_assignment_list"), kind("destructured_left_assignment")


def _identifier(lowering: Lowering, node: Node) -> ruby.Expression:
    name = lowering.text(node)
    if lowering.knows(name):
        return ruby.Variable(line_of(node), name)
    return ruby.Call(line_of(node), name, end_line=end_line_of(node))


def _variable(lowering: Lowering, node: Node) -> ruby.Variable:
    return ruby.Variable(line_of(node), lowering.text(node))


def _self(_lowering: Lowering, node: Node) -> ruby.Self:
    return ruby.Self(line_of(node))


def _constant(lowering: Lowering, node: Node) -> ruby.Const:
    return ruby.Const(line_of(node), lowering.text(node))


def _scoped_constant(lowering: Lowering, node: Node) -> ruby.Const:
    scope, name = node.child_by_field_id(_SCOPE), lowering.text(node.child_by_field_id(_NAME))
    if scope is None:
        return ruby.Const(line_of(node), f"::{name}")
    base = lowering.one(scope)
    if isinstance(base, ruby.Const):
        return ruby.Const(line_of(node), f"{base.name}::{name}", base.scope)
    return ruby.Const(line_of(node), name, base)


def _assignment(lowering: Lowering, node: Node) -> ruby.Expression:
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None or right is None:
        return lowering.other(node)
    if left.kind_id == _LEFT_LIST:
        targets = tuple(target(lowering, part) for part in left.named_children)
        return ruby.MultipleAssign(line_of(node), targets, lowering.one(right))
    to = target(lowering, left)
    value = lowering.one(right)
    if right.kind_id == _SPLAT:  # `x = *y` gives an array
        value = ruby.Array(line_of(node), (value,))
    return ruby.Assign(line_of(node), to, value)


def _operator_assignment(lowering: Lowering, node: Node) -> ruby.Expression:
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None or right is None:
        return lowering.other(node)
    operator = lowering.text(node.child_by_field_id(_OPERATOR)).removesuffix("=")
    return ruby.Assign(line_of(node), target(lowering, left), lowering.one(right), operator)


def target(lowering: Lowering, node: Node) -> ruby.Expression:
    """What is assigned to; a name is a local variable from here on."""
    if node.kind_id == _IDENTIFIER:
        name = lowering.text(node)
        lowering.bind(name)
        return ruby.Variable(line_of(node), name)
    if node.kind_id == _REST:
        inside = node.named_children
        return ruby.Splat(line_of(node), target(lowering, inside[0]) if inside else None)
    if node.kind_id == _LEFT_PARENTHESES:
        return ruby.Array(line_of(node), tuple(target(lowering, part) for part in node.named_children))
    return lowering.one(node)


LOWERERS = by_kind(
    {
        "identifier": _identifier,
        "instance_variable class_variable global_variable": _variable,
        "self": _self,
        "constant": _constant,
        "scope_resolution": _scoped_constant,
        "assignment": _assignment,
        "operator_assignment": _operator_assignment,
    }
)
