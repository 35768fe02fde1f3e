"""The bytes and tree of a Ruby file -> the constants it refers to, once per (name, nesting)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from dxscore.domain.facts import ConstantUse
from dxscore.facts.grammar import field, kind
from dxscore.facts.lines import Lines
from dxscore.facts.outline import Definition

_CHAIN = re.compile(rb"[A-Z]\w*(?:::[A-Z]\w*)*")
"""Starts with a plain set of letters, which `re` scans for quickly; what stands before is looked at afterwards."""
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@$")
_COLON, _SPACE = b": "
_CONSTANT, _CALL, _ASSIGNMENT, _SCOPE = kind("constant"), kind("call"), kind("assignment"), kind("scope_resolution")
_CALLED, _LEFT, _OUTER = field("method"), field("left"), field("scope")


def read_constants(
    source: bytes, root: Node, definitions: Sequence[Definition], lines: Lines
) -> tuple[ConstantUse, ...]:
    """Found by their look and checked in the tree, which is asked only for those not yet seen; sorted by line."""
    defined = {definition.name_start for definition in definitions}
    seen: dict[str, set[bytes]] = defaultdict(set)
    uses: list[ConstantUse] = []
    for first, end, nesting in _stretches(definitions, len(source)):
        known = seen[nesting]
        for start, name in _candidates(source, first, end):
            if name not in known and start not in defined and _is_reference(root, start, name):
                known.add(name)
                uses.append(ConstantUse(name.decode("utf-8", "replace"), nesting, lines.line_at(start)))
    return tuple(uses)


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


def _candidates(source: bytes, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Offset of the first letter, name with a leading `::` if it has one."""
    for found in _CHAIN.finditer(source, first, end):
        start = found.start()
        before = source[start - 1] if start else _SPACE
        if before == _COLON and source[start - 2] == _COLON:
            yield start, b"::" + found.group()
        elif before not in _WORD:
            yield start, found.group()


def _is_reference(root: Node, start: int, name: bytes) -> bool:
    """Not a word in a string or comment, nor a method (`Integer(x)`), nor what an assignment defines."""
    node = root.descendant_for_byte_range(start, start + 1)
    if node is None or node.kind_id != _CONSTANT or node.start_byte != start or node.parent is None:
        return False
    parent = node.parent
    if parent.kind_id == _CALL:
        return parent.child_by_field_id(_CALLED) != node
    if parent.kind_id == _ASSIGNMENT:
        return parent.child_by_field_id(_LEFT) != node
    dynamic = name.startswith(b"::") and parent.kind_id == _SCOPE and parent.child_by_field_id(_OUTER) is not None
    return not dynamic
