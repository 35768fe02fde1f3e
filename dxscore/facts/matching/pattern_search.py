"""A pattern and a node -> the captures of each way in which it holds there, by the rules of tree-sitter queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from tree_sitter import Node

from dxscore.facts.matching.pattern import NodePattern, Pattern, Predicate, Step

Captured: TypeAlias = tuple[tuple[str, Node], ...]
_Children: TypeAlias = Sequence[tuple[Node, int | None]]
"""Node, id of its field."""

_MOST = 1000
"""Ways in which a pattern holds at one node that are looked at: it may hold for every pair of a thousand statements."""


def matches_at(source: bytes, pattern: Pattern, node: Node) -> Iterator[Captured]:
    """The pattern's outermost node is this node."""
    for captured in islice(_at(source, pattern.roots, node), _MOST):
        if all(_passes(source, predicate, captured) for predicate in pattern.predicates if predicate.other):
            yield captured


def _at(source: bytes, alternatives: Sequence[NodePattern], node: Node) -> Iterator[Captured]:
    for one in alternatives:
        if node.kind_id in one.kinds and _fits(source, one, node):
            own = tuple((name, node) for name in one.captures)
            if one.steps and all(_may_hold(step, node) for step in one.steps):
                yield from (own + inner for inner in _Search(source, one.steps, node).ways())
            elif not one.steps:
                yield own


def _fits(source: bytes, one: NodePattern, node: Node) -> bool:
    if any(node.child_by_field_id(field) for field in one.absent):
        return False
    itself = tuple((test.capture, node) for test in one.tests)
    return all(_passes(source, test, itself) for test in one.tests)


def _may_hold(step: Step, node: Node) -> bool:
    """Whether a field of the right kind is there: most nodes are told apart by that alone."""
    if step.field is None:
        return True
    fields = node.children_by_field_id(step.field)
    return any(child.kind_id in one.kinds for child in fields for one in step.alternatives)


class _Search:
    """Goes through the children of one node; what failed once is not tried again."""

    def __init__(self, source: bytes, steps: Sequence[Step], node: Node) -> None:
        self._source = source
        self._steps = steps
        self._children = _children(node)
        self._last_named = max((at for at, (child, _) in enumerate(self._children) if child.is_named), default=-1)
        self._failed: set[tuple[int, int]] = set()

    def ways(self, number: int = 0, start: int = 0) -> Iterator[Captured]:
        """The ways in which the steps from this one on hold for the children from `start` on."""
        if number == len(self._steps):
            yield ()
        elif (number, start) not in self._failed:
            held = False
            for index in self._eligible(self._steps[number], start):
                for captured in _at(self._source, self._steps[number].alternatives, self._children[index][0]):
                    for rest in self.ways(number + 1, index + 1):
                        held = True
                        yield captured + rest
            if not held:
                self._failed.add((number, start))

    def _eligible(self, step: Step, start: int) -> Iterator[int]:
        """The children that stand where the step says."""
        for index in range(start, len(self._children)):
            child, field = self._children[index]
            if (step.field is None or step.field == field) and not (step.last and index < self._last_named):
                yield index
            if step.next_only and child.is_named:
                return


def _children(node: Node) -> _Children:
    cursor = node.walk()
    found: list[tuple[Node, int | None]] = []
    more = cursor.goto_first_child()
    while more:
        if cursor.node is not None:
            found.append((cursor.node, cursor.field_id))
        more = cursor.goto_next_sibling()
    return found


def _passes(source: bytes, predicate: Predicate, captured: Captured) -> bool:
    """Every node of the capture passes; a capture that an alternative doesn't have is not tested."""
    texts = [_text(source, node) for name, node in captured if name == predicate.capture]
    others = [_text(source, node) for name, node in captured if name == predicate.other]
    values = {*others, *(value.encode() for value in predicate.values)}
    return all((text in values) is not predicate.negated for text in texts)


def _text(source: bytes, node: Node) -> bytes:
    return source[node.start_byte : node.end_byte]
