"""Blocks, lambdas, methods, classes and modules of a syntax tree -> values."""

from __future__ import annotations

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind
from dxscore.facts.lowering.core import Lowering, by_kind, end_line_of, line_of
from dxscore.facts.lowering.flow import body

_NAME, _VALUE, _BODY, _PARAMETERS = field("name"), field("value"), field("body"), field("parameters")
_OBJECT, _SUPERCLASS, _PATTERN = field("object"), field("superclass"), field("pattern")
_KINDS = {
    kind("identifier"): "required",
    kind("optional_parameter"): "optional",
    kind("splat_parameter"): "rest",
    kind("keyword_parameter"): "key",
    kind("hash_splat_parameter"): "keyrest",
    kind("block_parameter"): "block",
    kind("destructured_parameter"): "parts",
    kind("forward_parameter"): "all",
}
_SIGNS = {"rest": "*", "keyrest": "**", "block": "&"}
_UNNAMED = ("_1", "_2", "it")
"""Parameters that a block without a list of them may use."""


def block(lowering: Lowering, node: Node, parameters: Node | None, *, is_lambda: bool = False) -> ruby.Block:
    """A block's `{ ... }` or `do ... end`."""
    with lowering.scope(sees_outside=True):
        if parameters is None:
            written = lowering.source[node.start_byte : node.end_byte]
            for name in _UNNAMED:
                if name.encode() in written:
                    lowering.bind(name)
        given = _parameters(lowering, parameters)
        inside = body(lowering, node.child_by_field_id(_BODY))
    return ruby.Block(line_of(node), given, inside, end_line_of(node), is_lambda)


def _lambda(lowering: Lowering, node: Node) -> ruby.Block:
    inside, parameters = node.child_by_field_id(_BODY), node.child_by_field_id(_PARAMETERS)
    return block(lowering, inside if inside is not None else node, parameters, is_lambda=True)


def _for(lowering: Lowering, node: Node) -> ruby.Call:
    """`for a in b` is `b.each { |a| }`, but its variables live on."""
    pattern, value = node.child_by_field_id(_PATTERN), node.child_by_field_id(_VALUE)
    over = lowering.inside(value) if value is not None else None
    names = [lowering.text(part) for part in (pattern.named_children or [pattern])] if pattern is not None else []
    for name in names:
        lowering.bind(name)
    parameters = tuple(ruby.Parameter(name, "required") for name in names)
    inside = body(lowering, node.child_by_field_id(_BODY))
    turn = ruby.Block(line_of(node), parameters, inside, end_line_of(node))
    return ruby.Call(line_of(node), "each", over, block=turn, end_line=end_line_of(node))


def _parameters(lowering: Lowering, node: Node | None) -> tuple[ruby.Parameter, ...]:
    if node is None:
        return ()
    return tuple(_parameter(lowering, part) for part in node.named_children if part.kind_id in _KINDS)


def _parameter(lowering: Lowering, node: Node) -> ruby.Parameter:
    how = _KINDS[node.kind_id]
    if how == "parts":
        return ruby.Parameter("", how, parts=_parameters(lowering, node))
    name = "..." if how == "all" else lowering.text(node if how == "required" else node.child_by_field_id(_NAME))
    lowering.bind(name or _SIGNS.get(how, ""))
    default = node.child_by_field_id(_VALUE) if how in ("optional", "key") else None
    return ruby.Parameter(name, how, lowering.maybe(default))


def _method(lowering: Lowering, node: Node) -> ruby.Def:
    singleton = lowering.maybe(node.child_by_field_id(_OBJECT))
    with lowering.scope(sees_outside=False):
        parameters = _parameters(lowering, node.child_by_field_id(_PARAMETERS))
        inside = body(lowering, written := node.child_by_field_id(_BODY))
    if written is not None:
        lowering.method_bodies.append((written.start_byte, written.end_byte))
    name = lowering.text(node.child_by_field_id(_NAME))
    return ruby.Def(line_of(node), name, end_line_of(node), parameters, inside, singleton)


def _class(lowering: Lowering, node: Node) -> ruby.Class:
    above = node.child_by_field_id(_SUPERCLASS)
    superclass = lowering.one(above.named_children[0]) if above is not None and above.named_children else None
    name, inside = lowering.text(node.child_by_field_id(_NAME)), _own_body(lowering, node)
    return ruby.Class(line_of(node), name, end_line_of(node), superclass, inside)


def _module(lowering: Lowering, node: Node) -> ruby.Module:
    name, inside = lowering.text(node.child_by_field_id(_NAME)), _own_body(lowering, node)
    return ruby.Module(line_of(node), name, end_line_of(node), inside)


def _eigenclass(lowering: Lowering, node: Node) -> ruby.Eigenclass:
    target = lowering.maybe(node.child_by_field_id(_VALUE)) or ruby.Self(line_of(node))
    return ruby.Eigenclass(line_of(node), target, _own_body(lowering, node))


def _own_body(lowering: Lowering, node: Node) -> ruby.Expression:
    """Of a class, which does not see the variables around it."""
    with lowering.scope(sees_outside=False):
        return body(lowering, node.child_by_field_id(_BODY))


LOWERERS = by_kind(
    {
        "lambda": _lambda,
        "for": _for,
        "method singleton_method": _method,
        "class": _class,
        "module": _module,
        "singleton_class": _eigenclass,
    }
)
