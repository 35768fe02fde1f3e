"""The argument list of a call -> its arguments: symbols and plain strings by content, anything else by source text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds, text_of

_SYMBOL, _PAIR = kind("simple_symbol"), kind("pair")
_QUOTED = kinds("string", "delimited_symbol", "bare_string", "bare_symbol")
_LISTS = kinds("array", "string_array", "symbol_array")
_INTERPOLATION = kind("interpolation")
_LEFT_OUT = kinds("comment", "block_argument", "hash_splat_argument")
_KEY, _VALUE = field("key"), field("value")
_LONGEST = 200
"""Characters kept of an argument: enough for a rule and for a person, bounded for the cache."""


def read_arguments(source: bytes, given: Node | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Positional arguments in order, and keyword arguments as (key, value), of an argument list."""
    positional, options = [], []
    for node in _nodes(given):
        if node.kind_id == _PAIR:
            key, value = node.child_by_field_id(_KEY), node.child_by_field_id(_VALUE)
            options.append((content_of(source, key), content_of(source, value)))
        else:
            positional.append(content_of(source, node))
    return tuple(positional), tuple(options)


def names(source: bytes, given: Node | None) -> Iterator[str]:
    """Names given as symbols or strings, singly or in a list: `private :a, "b"` and `private %i[a b]`."""
    for node in _nodes(given):
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


def _nodes(given: Node | None) -> Iterable[Node]:
    children = given.named_children if given else ()
    return (node for node in children if node.kind_id not in _LEFT_OUT)
