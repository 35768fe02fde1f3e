"""`all`, `any`, `not`, `inside`, `has`, `preceded_by` and `followed_by`: plans of parts -> a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import or_

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds
from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.plan import Found, Path, Plan, Route, Way
from dxscore.facts.matching.tree import SourceTree

_CALL, _RECEIVER = kind("call"), field("receiver")
_IGNORED = kinds("comment", "heredoc_body")
_BODIES = kinds(
    *("program", "body_statement", "block_body", "then", "else", "ensure", "do", "begin", "parenthesized_statements"),
)
"""The children of these are statements, one after the other."""

_MOST_BELOW = 20_000
"""Nodes that `has` visits at most below one place."""


def all_of(parts: Sequence[Plan]) -> Plan:
    """Captured as the first part that can find a place; found by the part for which that is cheapest."""
    finding = [part for part in parts if part.finds] or [*parts[:1]]
    finder = min(finding, key=lambda part: part.price)
    rest = [part for part in parts if part not in (finder, finding[0])]
    if finder is not finding[0]:
        rest = [finding[0], *rest]
    branches = [_restricted(branch, rest, captured=finder is finding[0]) for branch in finder.branches]
    return any_of(branches) if len(branches) > 1 else branches[0]


def any_of(parts: Sequence[Plan]) -> Plan:
    """Holds where one part does, and is captured as the first that does."""

    def test(tree: SourceTree, node: Node) -> Found | None:
        return next((found for part in parts if (found := part.at(tree, node))), None)

    ways = tuple(way for part in parts for way in part.ways)
    branches = tuple(branch for part in parts for branch in part.branches)
    return Plan(ways, test, _any_kind(parts), all(part.finds for part in parts), _any_need(parts), branches)


def _restricted(finder: Plan, rest: Sequence[Plan], *, captured: bool) -> Plan:
    """Where the finder and the rest hold; captured as the finder, or else as the first of the rest."""

    def test(tree: SourceTree, node: Node) -> Found | None:
        found = finder.at(tree, node)
        for position, other in enumerate(rest if found else ()):
            held = other.at(tree, node)
            if held is None:
                return None
            if position == 0 and not captured:
                found = held
        return found

    needs = tuple(need for part in (finder, *rest) for need in part.needs)
    return Plan(finder.ways, test, finder.kinds, finder.finds, needs)


def negated(part: Plan) -> Plan:
    """Holds where the part doesn't."""
    return _restriction(lambda tree, node: part.at(tree, node) is None, ())


def inside(part: Plan) -> Plan:
    """Something around the place holds. What stands before the dot of a call is not inside that call."""
    return _restriction(lambda tree, node: any(part.at(tree, outer) for outer in _around(tree, node)), part.needs)


def has(part: Plan) -> Plan:
    """Something below the place holds."""
    below = _below_by_words(part.ways) or _all_below
    return _restriction(lambda tree, node: any(part.at(tree, inner) for inner in below(tree, node)), part.needs)


def preceded_by(part: Plan) -> Plan:
    """The statement before the one that the place is in holds; comments don't come between."""

    def holds(tree: SourceTree, node: Node) -> bool:
        before = _previous_statement(tree, node)
        return before is not None and part.at(tree, before) is not None

    return _restriction(holds, part.needs)


def followed_by(part: Plan) -> Plan:
    """The place is a statement of its own, and the next one holds; comments don't come between."""

    def holds(tree: SourceTree, node: Node) -> bool:
        outer = node.parent
        after = node.next_named_sibling if outer is not None and outer.kind_id in _BODIES else None
        while after is not None and after.kind_id in _IGNORED:
            after = after.next_named_sibling
        return after is not None and part.at(tree, after) is not None

    return _restriction(holds, part.needs)


def _restriction(holds: Callable[[SourceTree, Node], bool], needs: tuple[Anchors, ...]) -> Plan:
    return Plan((), lambda tree, node: Found(node) if holds(tree, node) else None, finds=False, needs=needs)


def _any_need(parts: Sequence[Plan]) -> tuple[Anchors, ...]:
    """Something of one part's need at least; nothing can be said when one part has none."""
    rarest = [part.rarest_need for part in parts]
    known = [need for need in rarest if need is not None]
    return (reduce(or_, known),) if known and len(known) == len(rarest) else ()


def _any_kind(parts: Sequence[Plan]) -> frozenset[int] | None:
    known = [part.kinds for part in parts if part.kinds is not None]
    return frozenset[int]().union(*known) if len(known) == len(parts) else None


def _around(tree: SourceTree, node: Node) -> Iterator[Node]:
    inner = node
    for outer in tree.around(node):
        if outer.kind_id != _CALL or outer.child_by_field_id(_RECEIVER) != inner:
            yield outer
        inner = outer


def _below_by_words(ways: Sequence[Way]) -> Path | None:
    """The nodes below that hold one of the part's words, when it can be found by whole words."""
    routes = [way for way in ways if isinstance(way, Route) and not way.anchors.pieces]
    if not routes or len(routes) < len(ways):
        return None

    def below(tree: SourceTree, node: Node) -> Iterator[Node]:
        start, end = node.start_byte, tree.end_with_heredocs(node)
        for route in routes:
            for text in (*route.anchors.words, *route.anchors.signs):
                for leaf in tree.leaves(text, start, end):
                    yield from (inner for inner in route.places(tree, leaf) if _encloses(node, inner))

    return below


def _encloses(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte and inner != outer


def _all_below(_tree: SourceTree, node: Node) -> Iterator[Node]:
    """All nodes below, in reading order."""
    todo = node.children[::-1]
    for _ in range(_MOST_BELOW):
        if not todo:
            return
        below = todo.pop()
        yield below
        todo += below.children[::-1]


def _previous_statement(tree: SourceTree, node: Node) -> Node | None:
    inner = node
    for outer in tree.around(node):
        if outer.kind_id in _BODIES:
            break
        inner = outer
    before = inner.prev_named_sibling
    while before is not None and before.kind_id in _IGNORED:
        before = before.prev_named_sibling
    return before
