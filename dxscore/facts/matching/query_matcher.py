"""`query` in a rule -> a plan."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tree_sitter import Node

from dxscore.domain.matchers import QueryMatcher
from dxscore.facts.matching.anchors import word_anchors
from dxscore.facts.matching.plan import Climb, Found, Plan, QuerySweep, Route, Way
from dxscore.facts.matching.queries import RubyQuery
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import content


def plan_query(matcher: QueryMatcher) -> Plan:
    """With anchors the pattern is tried at each and at the nodes around it; without, once over the whole file."""
    query = RubyQuery(matcher.source)

    def test(tree: SourceTree, node: Node) -> Found | None:
        captures = query.captures(node)
        return None if captures is None else Found(node, partial(_part, tree, captures))

    anchors = word_anchors(matcher.anchors) if matcher.anchors else None
    way: Way = (
        Route(anchors, Climb(query.reach), query.root_kinds, query.places_at)
        if anchors is not None
        else QuerySweep(query)
    )
    return Plan((way,), test)


def _part(tree: SourceTree, captures: Mapping[str, list[Node]], path: str) -> str | None:
    return content(tree, captures[path][0]) if captures.get(path) else None
