"""Calls, operators, `super`, `yield`, `alias` and `undef` of a syntax tree -> values."""

from __future__ import annotations

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind, token
from dxscore.facts.lowering.arguments import NOTHING, Given, given, items
from dxscore.facts.lowering.core import Lowering, by_kind, end_line_of, line_of
from dxscore.facts.lowering.definitions import block

_RECEIVER, _METHOD, _ARGUMENTS, _BLOCK = field("receiver"), field("method"), field("arguments"), field("block")
_OBJECT, _OPERATOR, _OPERAND, _PARAMETERS = field("object"), field("operator"), field("operand"), field("parameters")
_LEFT, _RIGHT, _NAME, _ALIAS = field("left"), field("right"), field("name"), field("alias")
_SUPER, _SAFE = kind("super"), token("&.")
_LOGIC = {"&&": "and", "and": "and", "||": "or", "or": "or"}


def _call(lowering: Lowering, node: Node) -> ruby.Expression:
    name, receiver = node.child_by_field_id(_METHOD), node.child_by_field_id(_RECEIVER)
    if name is not None and name.kind_id == _SUPER:
        return _super_with_arguments(lowering, node, name)
    base = lowering.one(receiver) if receiver is not None else None
    got, inside = _given(lowering, node)
    operator = node.child_by_field_id(_OPERATOR) if receiver is not None else None
    return ruby.Call(
        line_of(name if name is not None else node),
        lowering.text(name) if name is not None else "call",
        base,
        got.arguments,
        got.keywords,
        inside or got.block,
        operator is not None and operator.kind_id == _SAFE,
        end_line_of(node),
    )


def _super_with_arguments(lowering: Lowering, node: Node, name: Node) -> ruby.Super:
    bare = node.child_by_field_id(_ARGUMENTS) is None
    got, inside = _given(lowering, node)
    return ruby.Super(line_of(name), bare, got.arguments, got.keywords, inside or got.block)


def _given(lowering: Lowering, node: Node) -> tuple[Given, ruby.Block | None]:
    """In the order in which it is written: arguments bind names for the block."""
    listed = node.child_by_field_id(_ARGUMENTS)
    got = given(lowering, listed.named_children) if listed is not None else NOTHING
    attached = node.child_by_field_id(_BLOCK)
    if attached is None:
        return got, None
    return got, block(lowering, attached, attached.child_by_field_id(_PARAMETERS))


def _super(_lowering: Lowering, node: Node) -> ruby.Super:
    return ruby.Super(line_of(node), bare=True)


def _yield(lowering: Lowering, node: Node) -> ruby.Yield:
    listed = node.named_children
    return ruby.Yield(line_of(node), items(lowering, listed[0]) if listed else ())


def _splat(lowering: Lowering, node: Node) -> ruby.Splat:
    inside = node.named_children
    return ruby.Splat(line_of(node), lowering.one(inside[0]) if inside else None)


def _element(lowering: Lowering, node: Node) -> ruby.Call:
    """`a[b]` is a call of `[]`."""
    base = lowering.maybe(node.child_by_field_id(_OBJECT))
    got = given(lowering, node.named_children[1:])
    return ruby.Call(line_of(node), "[]", base, got.arguments, got.keywords, got.block, end_line=end_line_of(node))


def _binary(lowering: Lowering, node: Node) -> ruby.Expression:
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None or right is None:
        return lowering.other(node)
    operator = lowering.text(node.child_by_field_id(_OPERATOR))
    first, second = lowering.one(left), lowering.one(right)
    if operator in _LOGIC:
        return ruby.Logic(line_of(node), _LOGIC[operator], (first, second))
    return ruby.Call(line_of(node), operator, first, (second,), end_line=end_line_of(node))


def _unary(lowering: Lowering, node: Node) -> ruby.Expression:
    operand, operator = node.child_by_field_id(_OPERAND), lowering.text(node.child_by_field_id(_OPERATOR))
    if operand is None:
        return lowering.other(node)
    value = lowering.one(operand)
    if operator in ("!", "not"):
        return ruby.Logic(line_of(node), "not", (value,))
    if operator == "defined?":
        return ruby.Other(line_of(node), "defined?", (value,))
    if operator == "-" and isinstance(value, ruby.Literal) and isinstance(value.value, int | float):
        return ruby.Literal(value.line, -value.value)
    return ruby.Call(line_of(node), f"{operator}@", value, end_line=end_line_of(node))


def _alias(lowering: Lowering, node: Node) -> ruby.Call:
    names = [node.child_by_field_id(_NAME), node.child_by_field_id(_ALIAS)]
    return _about_methods("alias_method", lowering, node, names)


def _undef(lowering: Lowering, node: Node) -> ruby.Call:
    return _about_methods("undef_method", lowering, node, [*node.named_children])


def _about_methods(name: str, lowering: Lowering, node: Node, names: list[Node | None]) -> ruby.Call:
    symbols = tuple(ruby.Sym(line_of(node), lowering.text(each).removeprefix(":")) for each in names)
    return ruby.Call(line_of(node), name, None, symbols, end_line=end_line_of(node))


LOWERERS = by_kind(
    {
        "call": _call,
        "super": _super,
        "yield": _yield,
        "splat_argument": _splat,
        "element_reference": _element,
        "binary": _binary,
        "unary": _unary,
        "alias": _alias,
        "undef": _undef,
    }
)
