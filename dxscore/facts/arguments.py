"""A call in the tree -> its arguments as text: symbols and plain strings by content, anything else by source."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds, text_of

_SYMBOL, _PAIR = kind("simple_symbol"), kind("pair")
_QUOTED = kinds("string", "delimited_symbol", "bare_string", "bare_symbol")
_LISTS = kinds("array", "string_array", "symbol_array")
_INTERPOLATION = kind("interpolation")
_LEFT_OUT = kinds("comment", "block_argument", "hash_splat_argument")
_ARGUMENTS, _KEY, _VALUE = field("arguments"), field("key"), field("value")
_LONGEST = 200
"""Characters kept of an argument: enough for a rule and for a person, bounded for the cache."""


def positional(source: bytes, call: Node) -> tuple[str, ...]:
    """Positional arguments in order."""
    return tuple(content_of(source, node) for node in _nodes(call) if node.kind_id != _PAIR)


def options(source: bytes, call: Node) -> tuple[tuple[str, str], ...]:
    """Keyword arguments as (key, value)."""
    return tuple(
        (content_of(source, pair.child_by_field_id(_KEY)), content_of(source, pair.child_by_field_id(_VALUE)))
        for pair in _nodes(call)
        if pair.kind_id == _PAIR
    )


def names(source: bytes, call: Node) -> Iterator[str]:
    """Names given as symbols or strings, singly or in a list: `private :a, "b"` and `private %i[a b]`."""
    for node in _nodes(call):
        for name in node.named_children if node.kind_id in _LISTS else [node]:
            if name.kind_id == _SYMBOL or name.kind_id in _QUOTED:
                yield content_of(source, name)


def content_of(source: bytes, node: Node | None) -> str:
    """'' for no node, as in the shorthand `f(x:)`."""
    if node is None:
        return ""
    if node.kind_id == _SYMBOL:
        return text_of(source, node)[1:]
    if node.kind_id in _QUOTED and all(child.kind_id != _INTERPOLATION for child in node.named_children):
        return "".join(text_of(source, child) for child in node.named_children)[:_LONGEST]
    return text_of(source, node)[:_LONGEST]


def _nodes(call: Node) -> Iterator[Node]:
    given = call.child_by_field_id(_ARGUMENTS)
    if given is not None:
        for node in given.named_children:
            if node.kind_id not in _LEFT_OUT:
                yield node
