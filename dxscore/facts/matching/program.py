"""All rules' syntax matchers, compiled once -> the matches in one Ruby file, for the price of the hits.

A rule is reached only where one of its anchors stands (`anchors.py`): the words of the file are looked up, each
occurrence is found with `bytes.find`, and the node there is tested in Python. Rules without any anchor share one walk
over the tree, queries without anchors share one pass of a query; either costs a quarter of the parse of every file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from tree_sitter import Node

from dxscore.domain.facts import Match
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError
from dxscore.facts import grammar
from dxscore.facts.matching.captures import Reporter, reporter
from dxscore.facts.matching.checking import problems_of
from dxscore.facts.matching.compiling import plan
from dxscore.facts.matching.plan import Places, Plan, QuerySweep, Route, Sweep
from dxscore.facts.matching.queries import MergedQueries
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.vocabulary import Vocabulary

ENGINE_VERSION = 1
"""Raise it when the same matchers would find something else in the same bytes: stored matches are then dropped."""

DONE = "#done"
"""Ends the rule id under which the `done` matches of a migration are stored."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A compiled matcher of a rule."""

    plan: Plan
    reporter: Reporter


class MatchProgram:
    """Immutable but for what it learns about words; one per process."""

    digest: str
    """Of everything that decides which matches a file has: matchers, captures, grammar, engine."""
    anchors: frozenset[str]
    """Words, parts of words and signs of which a file must hold one, unless `sweeps` is non-empty."""
    sweeps: frozenset[str]
    """Rules that have no anchor and make every file be walked over."""

    def __init__(self, entries: Sequence[_Entry], digest: str) -> None:
        routes = [(route, entry) for entry in entries for route in entry.plan.routes]
        self.digest = digest
        self.anchors = frozenset(text.decode() for route, _ in routes for text in route.anchors.texts)
        self.sweeps = frozenset(
            entry.reporter.rule for entry in entries if not all(isinstance(way, Route) for way in entry.plan.ways)
        )
        self._vocabulary = Vocabulary((route.anchors, (route.places, entry)) for route, entry in routes)
        self._signs = _by_sign(routes)
        self._walked = _by_kind(entries)
        queries = [(way.query, entry) for entry in entries for way in entry.plan.ways if isinstance(way, QuerySweep)]
        self._queried = [entry for _, entry in queries]
        self._queries = MergedQueries([query for query, _ in queries])

    def run(self, source: bytes, root: Node, words: set[bytes]) -> tuple[Match, ...]:
        """The matches in a file, by line, column and rule. `words` is `words_of(source)`."""
        tree = SourceTree(source, root)
        seen: set[tuple[int, int]] = set()
        found: list[Match] = []
        for entry, node in self._candidates(tree, words):
            key = (id(entry), node.id)
            if key not in seen:
                seen.add(key)
                held = entry.plan.at(tree, node)
                match = entry.reporter.report(tree, node, held) if held is not None else None
                if match is not None:
                    found.append(match)
        return tuple(sorted(found, key=lambda match: (match.line, match.column, match.rule)))

    def _candidates(self, tree: SourceTree, words: set[bytes]) -> Iterator[tuple[_Entry, Node]]:
        yield from self._at_words(tree, words)
        if self._walked:
            yield from self._at_kinds(tree)
        if self._queried:
            for index, node in self._queries.matches(tree.root):
                yield self._queried[index], node

    def _at_words(self, tree: SourceTree, words: set[bytes]) -> Iterator[tuple[_Entry, Node]]:
        for word, registered in (*self._vocabulary.lookup(words), *self._signs.items()):
            for leaf in tree.leaves(word):
                for places, entry in registered:
                    for node in places(tree, leaf):
                        yield entry, node

    def _at_kinds(self, tree: SourceTree) -> Iterator[tuple[_Entry, Node]]:
        for node in tree.nodes():
            for entry in self._walked.get(node.kind_id, ()):
                yield entry, node


def compile_program(rules: Sequence[Rule]) -> MatchProgram:
    """Compile the syntax matchers of these rules; entity matchers are left to the evaluation.

    Raises InvalidInputError with every query and combination that can't be run. A shipped rule's queries are compiled
    only when first needed (its tests have proved them).
    """
    problems = tuple(problem for rule in rules for problem in problems_of(rule))
    if problems:
        raise InvalidInputError(problems)
    return MatchProgram([entry for rule in rules for entry in _entries(rule)], _digest(rules))


def _entries(rule: Rule) -> Iterator[_Entry]:
    detection = rule.detection
    if not isinstance(detection.match, EntityMatcher):
        yield _Entry(plan(detection.match), reporter(rule.id, detection.captures, detection.where))
    if detection.done is not None:
        yield _Entry(plan(detection.done), reporter(rule.id + DONE, detection.captures, ()))


def _digest(rules: Sequence[Rule]) -> str:
    detections = [(rule.id, rule.detection) for rule in sorted(rules, key=lambda rule: rule.id)]
    parts = [
        (rule_id, detection.match, detection.done, sorted(detection.captures.items()), detection.where)
        for rule_id, detection in detections
    ]
    return blake2b(repr((ENGINE_VERSION, grammar.fingerprint(), parts)).encode(), digest_size=16).hexdigest()


def _by_sign(routes: Sequence[tuple[Route, _Entry]]) -> Mapping[bytes, list[tuple[Places, _Entry]]]:
    signs: dict[bytes, list[tuple[Places, _Entry]]] = defaultdict(list)
    for route, entry in routes:
        for sign in route.anchors.signs:
            signs[sign].append((route.places, entry))
    return signs


def _by_kind(entries: Sequence[_Entry]) -> Mapping[int, list[_Entry]]:
    kinds: dict[int, list[_Entry]] = defaultdict(list)
    for entry in entries:
        for way in entry.plan.ways:
            if isinstance(way, Sweep):
                for kind_id in way.kinds:
                    kinds[kind_id].append(entry)
    return kinds
