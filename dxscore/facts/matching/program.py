"""All rules' syntax matchers, compiled once -> the matches in one Ruby file, for the price of the hits.

A rule is reached only where one of its anchors stands (`anchors.py`): the words of the file are looked up, each
occurrence is found with `bytes.find`, and the node there is tested in Python. Rules without any anchor share one walk
over the tree, which costs a third of the parse of every file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from dxscore.domain.facts import Match
from dxscore.domain.matchers import EntityMatcher, Syntax
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError
from dxscore.facts.matching.anchors import Anchors
from dxscore.facts.matching.captures import Reporter, reporter
from dxscore.facts.matching.checking import problems_of
from dxscore.facts.matching.compiling import plan
from dxscore.facts.matching.digest import program_digest
from dxscore.facts.matching.index import Entry, Index
from dxscore.facts.matching.pieces import WordBook
from dxscore.facts.matching.plan import Route
from dxscore.facts.matching.tree import SourceTree

DONE = "#done"
"""Ends the rule id under which the `done` matches of a migration are stored."""


class MatchProgram:
    """The matchers of all rules; immutable but for what it learns about words, so one per process."""

    digest: str
    """See program_digest."""
    anchors: frozenset[str]
    """Words, parts of words and signs: a file without any of them has no matches, unless `sweeps` is non-empty."""
    sweeps: frozenset[str]
    """Rules without an anchor, for which every file is walked over."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        entries = {rule.id: list(_entries(rule)) for rule in rules}
        everything = [entry for found in entries.values() for entry in found]
        ways = [(way, entry.reporter.rule) for entry in everything for way in entry.plan.ways]
        texts = (text for way, _ in ways if isinstance(way, Route) for text in way.anchors.texts)
        self.digest = program_digest(rules)
        self.anchors = frozenset(text.decode() for text in texts)
        self.sweeps = frozenset(rule for way, rule in ways if not isinstance(way, Route))
        book = WordBook(piece for entry in everything for anchors in _anchors_of(entry) for piece in anchors.pieces)
        self._production = Index(
            [entry for rule in rules if rule.scope.in_tests != "only" for entry in entries[rule.id]], book
        )
        self._tests = Index(
            [entry for rule in rules if rule.scope.in_tests != "no" for entry in entries[rule.id]], book
        )

    def run(self, source: bytes, root: Node, words: set[bytes], *, in_tests: bool = False) -> tuple[Match, ...]:
        """The matches in a file, by line, column and rule. `words` is `words_of(source)`.

        Rules that don't apply in test files (or only there) are not run there (or elsewhere).
        """
        tree, index = SourceTree(source, root), self._tests if in_tests else self._production
        found: dict[tuple[Reporter, int], tuple[int, Match]] = {}
        for entry, node in index.candidates(tree, words):
            key = (entry.reporter, node.id)
            if key in found and found[key][0] <= entry.rank:
                continue
            held = entry.plan.at(tree, node)
            if held is not None and (match := entry.reporter.report(tree, node, held)) is not None:
                found[key] = (entry.rank, match)
        return tuple(sorted((match for _, match in found.values()), key=_in_order))


def compile_program(rules: Sequence[Rule]) -> MatchProgram:
    """Compile the syntax matchers of these rules; entity matchers are left to the evaluation.

    Raises InvalidInputError with every query and combination that can't be run.
    """
    problems = tuple(problem for rule in rules for problem in problems_of(rule))
    if problems:
        raise InvalidInputError(problems)
    return MatchProgram(rules)


def _anchors_of(entry: Entry) -> Iterator[Anchors]:
    yield from entry.plan.needs
    yield from (way.anchors for way in entry.plan.ways if isinstance(way, Route))


def _in_order(match: Match) -> tuple[int, int, str]:
    return (match.line, match.column, match.rule)


def _entries(rule: Rule) -> Iterator[Entry]:
    detection = rule.detection
    if not isinstance(detection.match, EntityMatcher):
        reports = reporter(rule.id, detection.captures, detection.where)
        yield from _branches(detection.match, reports, detection.glance)
    if detection.done is not None:
        yield from _branches(detection.done, reporter(rule.id + DONE, detection.captures, ()))


def _branches(matcher: Syntax, reports: Reporter, glance: str = "") -> Iterator[Entry]:
    for rank, branch in enumerate(plan(matcher).branches):
        yield Entry(branch, reports, rank, glance)
