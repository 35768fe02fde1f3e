"""What a matcher is compiled to: how to find places, and a test on the node at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tree_sitter import Node

from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.queries import RubyQuery
from dxscore.facts.matching.tree import HEREDOC_BODY, SourceTree

Parts: TypeAlias = Callable[[str], str | None]
"""Capture path (`receiver`, `arg.0`) -> text, None for a path that this kind of place does not have."""


def no_parts(_path: str) -> None:
    """The parts of a place that has none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A matcher holds at a place."""

    at: Node
    """The node whose line is reported: a call's name, so that each link of a chain over several lines has its own."""
    parts: Parts = no_parts


Test: TypeAlias = Callable[[SourceTree, Node], Found | None]

Places: TypeAlias = Callable[[SourceTree, Node], Iterable[Node]]
"""The nodes near an anchor's leaf at which a matcher may hold."""


@dataclass(frozen=True, slots=True)
class Route:
    """Finds the places by words: looks only where one of the anchors stands."""

    anchors: Anchors
    places: Places


@dataclass(frozen=True, slots=True)
class Sweep:
    """Finds the places by visiting every node of these kinds: for matchers without any word."""

    kinds: frozenset[int]


@dataclass(frozen=True, slots=True)
class QuerySweep:
    """Finds the places by running a query over the whole file."""

    query: RubyQuery


Way: TypeAlias = Route | Sweep | QuerySweep


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled matcher. Every place at which `test` holds is reached by one of the ways."""

    ways: tuple[Way, ...]
    test: Test
    kinds: frozenset[int] | None = None
    """The kinds of node at which it can hold, None for any."""
    finds: bool = True
    """False for what only restricts a place that another part has found: not, inside, has, preceded_by."""

    def at(self, tree: SourceTree, node: Node) -> Found | None:
        """Whether it holds at this node."""
        if self.kinds is not None and node.kind_id not in self.kinds:
            return None
        return self.test(tree, node)


@dataclass(frozen=True, slots=True)
class Climb:
    """Places: the leaf and what is around it, as far as `reach` steps, if of one of the kinds."""

    kinds: frozenset[int]
    reach: int
    stops: frozenset[int] = frozenset()
    """Kinds that are never left."""

    def __call__(self, tree: SourceTree, leaf: Node) -> Iterator[Node]:
        """Innermost first; from a heredoc's text on to where it is opened."""
        node: Node | None = leaf
        for _ in range(self.reach + 1):
            if node is not None and node.kind_id == HEREDOC_BODY:
                node = tree.heredoc_opening(node)
            if node is None or node.kind_id in self.stops:
                return
            if node.kind_id in self.kinds:
                yield node
            node = node.parent


def find_by(anchors: Anchors | None, kinds: frozenset[int], reach: int) -> tuple[Way, ...]:
    """By the anchors, which are at most `reach` nodes below the place; without any, by visiting the whole file."""
    return (Route(anchors, Climb(kinds, reach)),) if anchors else (Sweep(kinds),)
