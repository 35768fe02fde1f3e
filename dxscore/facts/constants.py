"""The bytes and tree of a Ruby file -> the constants it refers to, once per (name, nesting)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from dxscore.domain.facts import ConstantUse
from dxscore.facts.grammar import field, kind, kinds
from dxscore.facts.lines import Lines
from dxscore.facts.outline import Definition

_CHAIN = re.compile(rb"[A-Z]\w*(?:::[A-Z]\w*)*")
"""Starts with a plain set of letters, which `re` scans for quickly; what stands before is looked at afterwards."""
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@$")
_COLON, _SPACE = b": "
_CONSTANT, _CALL, _ASSIGNMENT, _SCOPE = kind("constant"), kind("call"), kind("assignment"), kind("scope_resolution")
_PROSE = kinds("comment", "string_content", "heredoc_content")
_CALLED, _LEFT, _OUTER = field("method"), field("left"), field("scope")


def read_constants(source: bytes, root: Node, definitions: Sequence[Definition]) -> tuple[ConstantUse, ...]:
    """Found by their look and checked in the tree, which is asked only for those not yet seen; by line."""
    defined = {definition.name_start for definition in definitions}
    seen: dict[str, set[bytes]] = defaultdict(set)
    uses: list[ConstantUse] = []
    prose_until = 0
    for start, name, nesting in _candidates(source, definitions):
        if start < prose_until or name in seen[nesting] or start in defined:
            continue
        node = root.descendant_for_byte_range(start, start + 1)
        if node is None or node.kind_id in _PROSE:
            prose_until = node.end_byte if node else start
        elif _is_reference(node, start, name):
            seen[nesting].add(name)
            uses.append(ConstantUse(name.decode("utf-8", "replace"), nesting, node.start_point.row + 1))
    return tuple(uses)


def read_mentions(source: bytes, lines: Lines, definitions: Sequence[Definition]) -> tuple[ConstantUse, ...]:
    """Found by their look alone, in strings and behind code in comments too, for a fifth of the price; by line.

    For tests: a class that is so much as named there counts as tested (tested.py).
    """
    defined = {definition.name_start for definition in definitions}
    seen: set[tuple[bytes, str]] = set()
    uses: list[ConstantUse] = []
    for start, name, nesting in _candidates(source, definitions):
        if (name, nesting) not in seen and start not in defined and not _is_commented_out(source, start):
            seen.add((name, nesting))
            uses.append(ConstantUse(name.decode("utf-8", "replace"), nesting, lines.line_at(start)))
    return tuple(uses)


def _is_commented_out(source: bytes, start: int) -> bool:
    return source[source.rfind(b"\n", 0, start) + 1 : start].lstrip().startswith(b"#")


def _candidates(source: bytes, definitions: Sequence[Definition]) -> Iterator[tuple[int, bytes, str]]:
    """Offset of the first letter, name with a leading `::` if it has one, innermost namespace."""
    for first, end, nesting in _stretches(definitions, len(source)):
        for found in _CHAIN.finditer(source, first, end):
            start = found.start()
            before = source[start - 1] if start else _SPACE
            if before == _COLON and source[start - 2] == _COLON:
                yield start, b"::" + found.group(), nesting
            elif before not in _WORD:
                yield start, found.group(), nesting


def _stretches(definitions: Sequence[Definition], size: int) -> Iterator[tuple[int, int, str]]:
    """Cuts the file where namespaces begin and end: first byte, end, innermost namespace."""
    position = 0
    around: list[Definition] = []
    for definition in (*definitions, None):
        start = definition.start if definition else size
        while around and around[-1].end <= start:
            inner = around.pop()
            yield position, inner.end, inner.namespace.name
            position = inner.end
        yield position, start, around[-1].namespace.name if around else ""
        position = start
        if definition:
            around.append(definition)


def _is_reference(node: Node, start: int, name: bytes) -> bool:
    """Not a method (`Integer(x)`), nor what an assignment defines, nor what is looked up in a value (`x::A`)."""
    parent = node.parent
    if node.kind_id != _CONSTANT or node.start_byte != start or parent is None:
        return False
    if parent.kind_id == _CALL:
        return parent.child_by_field_id(_CALLED) != node
    if parent.kind_id == _ASSIGNMENT:
        return parent.child_by_field_id(_LEFT) != node
    looked_up = name.startswith(b"::") and parent.kind_id == _SCOPE
    return not looked_up or parent.child_by_field_id(_OUTER) is None
