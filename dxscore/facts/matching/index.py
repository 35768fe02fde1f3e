"""Compiled matchers -> an index by word, sign and node kind that finds the nodes each should be tested on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tree_sitter import Node

from dxscore.facts.matching.captures import Reporter
from dxscore.facts.matching.plan import Inner, Path, Plan, Route, Sweep
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A compiled matcher of a rule, or one branch of it; compared by identity."""

    plan: Plan
    reporter: Reporter
    rank: int
    """Position among the branches: at a place where several hold, the first is reported."""


_Goal: TypeAlias = tuple[Inner | None, Entry]
"""`Route.inner`, and whose route it is."""
_Goals: TypeAlias = tuple[tuple[Path, Mapping[int, Sequence[_Goal]]], ...]
"""Per path that begins at a text: the goals at each kind of node on it."""


class Index:
    """Immutable but for what its vocabulary learns."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        routes = [(way, entry) for entry in entries for way in entry.plan.ways if isinstance(way, Route)]
        self._vocabulary = Vocabulary([(route.anchors, (route, entry)) for route, entry in routes], _goals)
        self._by_kind = _by_kind(entries)

    def candidates(self, tree: SourceTree, words: set[bytes]) -> Iterator[tuple[Entry, Node]]:
        """Each node at which an entry may hold, some of them twice."""
        yield from self._at_words(tree, words)
        if self._by_kind:
            yield from self._at_kinds(tree)

    def _at_words(self, tree: SourceTree, words: set[bytes]) -> Iterator[tuple[Entry, Node]]:
        for text, paths in self._vocabulary.lookup(words):
            for leaf in tree.leaves(text):
                for path, goals in paths:
                    for node in path(tree, leaf):
                        for inner, entry in goals.get(node.kind_id, ()):
                            if inner is None:
                                yield entry, node
                            else:
                                yield from ((entry, place) for place in inner(tree, node))

    def _at_kinds(self, tree: SourceTree) -> Iterator[tuple[Entry, Node]]:
        for node in tree.nodes():
            for inner, entry in self._by_kind.get(node.kind_id, ()):
                yield from ((entry, place) for place in ((node,) if inner is None else inner(tree, node)))


def _goals(registered: Iterable[tuple[Route, Entry]]) -> _Goals:
    paths: dict[Path, dict[int, list[_Goal]]] = defaultdict(lambda: defaultdict(list))
    for route, entry in registered:
        for kind_id in route.kinds:
            paths[route.path][kind_id].append((route.inner, entry))
    return tuple((path, dict(goals)) for path, goals in paths.items())


def _by_kind(entries: Iterable[Entry]) -> Mapping[int, list[_Goal]]:
    kinds: dict[int, list[_Goal]] = defaultdict(list)
    for entry in entries:
        for way in entry.plan.ways:
            if isinstance(way, Sweep):
                for kind_id in way.kinds:
                    kinds[kind_id].append((way.inner, entry))
    return dict(kinds)
