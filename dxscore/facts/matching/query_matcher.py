"""`query` in a rule -> a plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tree_sitter import Node

from dxscore.domain.matchers import QueryMatcher
from dxscore.facts.matching.anchors import word_anchors
from dxscore.facts.matching.pattern import Pattern, parse_pattern
from dxscore.facts.matching.pattern_search import Captured, matches_at
from dxscore.facts.matching.plan import Climb, Found, Plan, Route, Sweep, Way
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import content

_BELOW = 2
"""Steps that an anchor may stand below the nodes that the pattern names: text in a string."""


def plan_query(matcher: QueryMatcher) -> Plan:
    """With anchors the pattern is tried at the nodes around each; without, at every node of its outermost kind."""
    pattern = parse_pattern(matcher.source)
    kinds = frozenset[int]().union(*(root.kinds for root in pattern.roots))
    outermost = all("match" in root.captures for root in pattern.roots)

    def inner(tree: SourceTree, node: Node) -> Iterator[Node]:
        for captured in matches_at(tree.source, pattern, node):
            yield from (found for name, found in captured if name == "match")

    def test(tree: SourceTree, node: Node) -> Found | None:
        for root in (node,) if outermost else _upwards(node, pattern.depth):
            for captured in matches_at(tree.source, pattern, root) if root.kind_id in kinds else ():
                if ("match", node) in captured:
                    return Found(node, partial(_part, tree, captured))
        return None

    anchors = word_anchors(matcher.anchors) if matcher.anchors else None
    below = None if outermost else inner
    path = Climb(max((_reach(pattern, word) for word in matcher.anchors), default=0))
    way: Way = Route(anchors, path, kinds, below) if anchors is not None else Sweep(kinds, below)
    needs = (anchors,) if anchors is not None else ()
    return Plan((way,), test, kinds if outermost else None, needs=needs)


def _reach(pattern: Pattern, word: str) -> int:
    """Steps from a word up to the outermost node. The keyword of `(return)` stands one below it."""
    level = pattern.level_of(word)
    return pattern.depth + _BELOW if level is None else level + 1


def _upwards(node: Node, steps: int) -> Iterator[Node]:
    outer: Node | None = node
    for _ in range(steps):
        if outer is not None:
            yield outer
            outer = outer.parent


def _part(tree: SourceTree, captured: Captured, path: str) -> str | None:
    return next((content(tree, node) for name, node in captured if name == path), None)
