"""What stands in parentheses, brackets and braces -> positional arguments, keywords, pairs and items."""

from __future__ import annotations

from typing import NamedTuple

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind, kinds
from dxscore.facts.lowering.core import NOT_CODE, Lowering, end_line_of, line_of

_KEY, _VALUE = field("key"), field("value")
_PAIRS, _HASH_SPLAT, _HASH_KEY = (
    kinds("pair", "hash_splat_argument"),
    kind("hash_splat_argument"),
    kind("hash_key_symbol"),
)
_BLOCK_ARGUMENT, _FORWARD = kind("block_argument"), kind("forward_argument")


class Given(NamedTuple):
    """What a call is given."""

    arguments: tuple[ruby.Expression, ...] = ()
    keywords: tuple[ruby.Pair, ...] = ()
    block: ruby.Expression | None = None
    """After `&`."""


NOTHING = Given()


def given(lowering: Lowering, nodes: list[Node]) -> Given:
    """The children of an argument list, an array or a hash."""
    arguments: list[ruby.Expression] = []
    keywords: list[ruby.Pair] = []
    block: ruby.Expression | None = None
    for node in nodes:
        kind_id = node.kind_id
        if kind_id in _PAIRS:
            keywords.append(_pair(lowering, node))
        elif kind_id == _BLOCK_ARGUMENT:
            inside = node.named_children
            block = lowering.one(inside[0]) if inside else ruby.Variable(line_of(node), "&")
        elif kind_id == _FORWARD:
            arguments.append(ruby.Splat(line_of(node), ruby.Variable(line_of(node), "...")))
        elif kind_id not in NOT_CODE:
            arguments.append(lowering.one(node))
    return Given(tuple(arguments), tuple(keywords), block)


def items(lowering: Lowering, node: Node) -> tuple[ruby.Expression, ...]:
    """Items of a list; pairs without braces at its end are a hash, the last item."""
    arguments, keywords, _ = given(lowering, node.named_children)
    return (*arguments, ruby.Hash(keywords[0][1].line, keywords)) if keywords else arguments


def key(lowering: Lowering, node: Node) -> ruby.Expression:
    """`name:` and `"name":` are symbols."""
    if node.kind_id == _HASH_KEY:
        return ruby.Sym(line_of(node), lowering.text(node))
    lowered = lowering.one(node)
    if isinstance(lowered, ruby.Str) and lowering.source[node.end_byte : node.end_byte + 1] == b":":
        return ruby.Sym(lowered.line, lowered.value)
    return lowered


def _pair(lowering: Lowering, node: Node) -> ruby.Pair:
    left, right = node.child_by_field_id(_KEY), node.child_by_field_id(_VALUE)
    if node.kind_id == _HASH_SPLAT or left is None:
        inside = node.named_children
        return None, lowering.one(inside[0]) if inside else ruby.Variable(line_of(node), "**")
    name = key(lowering, left)
    return name, lowering.one(right) if right is not None else _shorthand(lowering, left)


def _shorthand(lowering: Lowering, node: Node) -> ruby.Expression:
    """`{name:}` stands for `{name: name}`."""
    name = lowering.text(node)
    if lowering.knows(name):
        return ruby.Variable(line_of(node), name)
    return ruby.Call(line_of(node), name, end_line=end_line_of(node))
