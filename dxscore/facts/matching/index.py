"""Compiled matchers -> an index by word, sign and node kind that finds the nodes each should be tested on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from tree_sitter import Node

from dxscore.facts.matching.captures import Reporter
from dxscore.facts.matching.needs import Need, Needs
from dxscore.facts.matching.pieces import WordBook
from dxscore.facts.matching.plan import Inner, Path, Plan, Route, Sweep
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.vocabulary import Vocabulary


class Entry(Struct, frozen=True, eq=False):
    """A compiled matcher of a rule, or one branch of it; compared by identity."""

    plan: Plan
    reporter: Reporter
    rank: int
    """Position among the branches: at a place where several hold, the first is reported."""
    glance: str = ""
    """See Need."""

    @property
    def needs(self) -> Need:
        """What it needs of a file."""
        return Need(self.plan.needs, self.glance)


_Goal: TypeAlias = tuple[int, Inner | None, Entry]
"""What the entry needs of a file, `Route.inner`, and whose route it is."""
_Goals: TypeAlias = tuple[tuple[Path, Sequence[int], Mapping[int, Sequence[_Goal]]], ...]
"""Per path that begins at a text: the needs of all goals on it, and the goals at each kind of node."""


class Index:
    """Immutable but for what its vocabulary learns."""

    def __init__(self, entries: Sequence[Entry], book: WordBook) -> None:
        routes = [(way, entry) for entry in entries for way in entry.plan.ways if isinstance(way, Route)]
        self._needs = Needs([entry.needs for entry in entries], book)
        self._masks = {entry: self._needs.mask(entry.needs) for entry in entries}
        self._vocabulary = Vocabulary([(route.anchors, (route, entry)) for route, entry in routes], self._goals, book)
        self._by_kind = self._sweeping(entries)

    def candidates(self, tree: SourceTree, words: set[bytes]) -> Iterator[tuple[Entry, Node]]:
        """Each node at which an entry may hold, some of them twice."""
        lacking = ~self._needs.met(tree.source, words)
        yield from self._at_words(tree, words, lacking)
        if self._by_kind:
            yield from self._at_kinds(tree, lacking)

    def _at_words(self, tree: SourceTree, words: set[bytes], lacking: int) -> Iterator[tuple[Entry, Node]]:
        for text, every_path in self._vocabulary.lookup(words):
            paths = [(path, goals) for path, needs, goals in every_path if any(not need & lacking for need in needs)]
            for leaf in tree.leaves(text) if paths else ():
                for path, goals in paths:
                    for node in path(tree, leaf):
                        for need, inner, entry in goals.get(node.kind_id, ()):
                            if need & lacking:
                                continue
                            if inner is None:
                                yield entry, node
                            else:
                                yield from ((entry, place) for place in inner(tree, node))

    def _at_kinds(self, tree: SourceTree, lacking: int) -> Iterator[tuple[Entry, Node]]:
        for node in tree.nodes():
            for need, inner, entry in self._by_kind.get(node.kind_id, ()):
                if not need & lacking:
                    yield from ((entry, place) for place in ((node,) if inner is None else inner(tree, node)))

    def _goals(self, registered: Iterable[tuple[Route, Entry]]) -> _Goals:
        paths: dict[Path, dict[int, list[_Goal]]] = defaultdict(lambda: defaultdict(list))
        for route, entry in registered:
            for kind_id in route.kinds:
                paths[route.path][kind_id].append((self._masks[entry], route.inner, entry))
        return tuple((path, _needs_of(goals), dict(goals)) for path, goals in paths.items())

    def _sweeping(self, entries: Iterable[Entry]) -> Mapping[int, list[_Goal]]:
        kinds: dict[int, list[_Goal]] = defaultdict(list)
        for entry in entries:
            for way in entry.plan.ways:
                if isinstance(way, Sweep):
                    for kind_id in way.kinds:
                        kinds[kind_id].append((self._masks[entry], way.inner, entry))
        return dict(kinds)


def _needs_of(goals: Mapping[int, Sequence[_Goal]]) -> Sequence[int]:
    return tuple({need for here in goals.values() for need, _, _ in here})
