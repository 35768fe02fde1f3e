"""What a matcher is compiled to: how to find places, and a test on the node at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct
from tree_sitter import Node

from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.tree import SourceTree

Parts: TypeAlias = Callable[[str], str | None]
"""Capture path (`receiver`, `arg.0`) -> text, None for a path that this kind of place does not have."""


def no_parts(_path: str) -> None:
    """The parts of a place that has none."""


class Found(Struct, frozen=True):
    """A matcher holds at a place."""

    at: Node
    """The node whose line is reported: a call's name, so that each link of a chain over several lines has its own."""
    parts: Parts = no_parts


Test: TypeAlias = Callable[[SourceTree, Node], Found | None]

Path: TypeAlias = Callable[[SourceTree, Node], Iterable[Node]]
"""The nodes near an anchor's leaf that are looked at; equal paths of several matchers are walked once."""


Inner: TypeAlias = Callable[[SourceTree, Node], Iterable[Node]]
"""From a node to the places in it."""


_FREE, _EVERYWHERE = (0, 0), (9, 0)


class Route(Struct, frozen=True):
    """Finds the places by words: looks only where one of the anchors stands."""

    anchors: Anchors
    path: Path
    kinds: frozenset[int]
    """The kinds of node on the path that count."""
    inner: Inner | None = None
    """The places at such a node; None for the node itself."""

    @property
    def price(self) -> tuple[int, int]:
        """See Plan."""
        return self.anchors.commonness, self.path.reach if isinstance(self.path, Climb) else 1

    def places(self, tree: SourceTree, leaf: Node) -> Iterator[Node]:
        """All places that this leaf leads to."""
        for node in self.path(tree, leaf):
            if node.kind_id in self.kinds:
                yield from (node,) if self.inner is None else self.inner(tree, node)


class Sweep(Struct, frozen=True):
    """Finds the places by visiting every node of these kinds: for matchers without any word."""

    kinds: frozenset[int]
    inner: Inner | None = None
    """As with `Route`."""

    @property
    def price(self) -> tuple[int, int]:
        """See Plan."""
        return _EVERYWHERE


Way: TypeAlias = Route | Sweep


class Plan(Struct, frozen=True):
    """A compiled matcher. Every place at which `test` holds is reached by one of the ways."""

    ways: tuple[Way, ...]
    test: Test
    kinds: frozenset[int] | None = None
    """The kinds of node at which it can hold, None for any."""
    finds: bool = True
    """False for what only restricts a place that another part has found: not, inside, has, preceded_by."""
    needs: tuple[Anchors, ...] = ()
    """It can hold only in a file that has something of each: told before any place is looked for."""
    parts: tuple[Plan, ...] = ()
    """Plans of which each finds its own places and which together find the same: of an `any`."""

    @property
    def price(self) -> tuple[int, int]:
        """What finding its places costs, to compare plans by: how many there are, how far each is from its word."""
        return max((way.price for way in self.ways), default=_FREE)

    @property
    def branches(self) -> tuple[Plan, ...]:
        """Plans to run instead of this one, so that a place is tested only by the part whose words led there."""
        return self.parts or (self,)

    @property
    def rarest_need(self) -> Anchors | None:
        """The need that the fewest files are likely to meet; None when there is none."""
        return min(self.needs, key=lambda need: need.commonness, default=None)

    def at(self, tree: SourceTree, node: Node) -> Found | None:
        """Whether it holds at this node."""
        if self.kinds is not None and node.kind_id not in self.kinds:
            return None
        return self.test(tree, node)


class Climb(Struct, frozen=True):
    """A path: the leaf and what is around it, as far as `reach` steps."""

    reach: int
    through: frozenset[int] | None = None
    """What is around a node of any other kind is not looked at; None for no such limit. The leaf may be of any kind."""

    def __call__(self, tree: SourceTree, leaf: Node) -> Iterator[Node]:
        """Innermost first; from a heredoc's text on to where it is opened."""
        yield leaf
        above, through = tree.above(leaf), self.through
        for step in range(self.reach):
            node = above[step] if step < len(above) else tree.climb(leaf, above)
            if node is None:
                return
            yield node
            if through is not None and node.kind_id not in through:
                return


def find_by(anchors: Anchors | None, kinds: frozenset[int], path: Path) -> tuple[Way, ...]:
    """By the anchors; without any, by visiting the whole file."""
    return (Route(anchors, path, kinds),) if anchors is not None else (Sweep(kinds),)
