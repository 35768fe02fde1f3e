"""Rule files -> every rule and scorecard in them, or every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

from msgspec import Struct

from dxscore.domain.rule import Rule
from dxscore.domain.score import ScorecardSpec
from dxscore.errors import InvalidInputError, Problem
from dxscore.rulebook.book import Check, Rulebook
from dxscore.rulebook.files import RuleFile
from dxscore.rulebook.nodes import Items, Node, Table, UnusableError, text_of
from dxscore.rulebook.rules import read_rule
from dxscore.rulebook.scorecards import read_scorecard
from dxscore.rulebook.selection import rulebook_of
from dxscore.rulebook.yaml_reader import read_yaml
from dxscore.suggestions import did_you_mean

T = TypeVar("T")


class _Placed(Struct, Generic[T], frozen=True):
    """Something that was read, and where it stands."""

    value: T
    node: Node
    file: RuleFile

    @property
    def place(self) -> str:
        return f"{self.file.path}:{self.node.line}"

    def problem(self, line: int, message: str, suggestion: str = "") -> Problem:
        return Problem(self.file.path, line, message, suggestion)


def parse(files: Sequence[RuleFile], problems: Sequence[Problem] = (), check: Check = lambda _rules: ()) -> Rulebook:
    """Every rule, drafts too. Raises InvalidInputError with all problems of all files, the given ones included."""
    found = list(problems)
    rules: list[_Placed[Rule]] = []
    cards: list[_Placed[ScorecardSpec]] = []
    for file in files:
        for node in _documents(file, found):
            if file.scorecard:
                cards += _read(file, node, read_scorecard, found)
            else:
                rules += _read(file, node, partial(read_rule, origin=file.path), found)
    found += [*_duplicate_ids(rules), *_duplicate_cards(cards), *_unknown_rules(cards, rules)]
    found += check([rule.value for rule in rules])
    if found:
        raise InvalidInputError(tuple(sorted(found, key=lambda problem: (problem.path, problem.line))))
    latest = {card.value.dimension: card.value for card in cards}
    return rulebook_of((rule.value for rule in rules), latest.values(), marks={})


def _documents(file: RuleFile, found: list[Problem]) -> tuple[Node, ...]:
    """The rules (or scorecards) of a file: one mapping, or a list of them."""
    try:
        node = read_yaml(file.data)
    except UnusableError as error:
        found += _located(file, error)
        return ()
    if isinstance(node, Items) and not node.items:
        found.append(Problem(file.path, node.line, "the list is empty"))
    return node.items if isinstance(node, Items) else (node,)


def _read(file: RuleFile, node: Node, read: Callable[[Node], T], found: list[Problem]) -> list[_Placed[T]]:
    try:
        return [_Placed(read(node), node, file)]
    except UnusableError as error:
        found += _located(file, error)
        return []


def _located(file: RuleFile, error: UnusableError) -> Iterator[Problem]:
    return (Problem(file.path, wrong.line, wrong.message, wrong.suggestion) for wrong in error.complaints)


def _duplicate_ids(rules: Sequence[_Placed[Rule]]) -> Iterator[Problem]:
    seen: dict[str, _Placed[Rule]] = {}
    for rule in rules:
        for key, name in (("id", rule.value.id), *(("aliases", alias) for alias in rule.value.aliases)):
            if name in seen:
                line = rule.node.line_of(key) if isinstance(rule.node, Table) else rule.node.line
                yield rule.problem(line, f"the id '{name}' is taken by {seen[name].place}", "choose another id")
            seen.setdefault(name, rule)


def _duplicate_cards(cards: Sequence[_Placed[ScorecardSpec]]) -> Iterator[Problem]:
    seen: dict[tuple[int, str], _Placed[ScorecardSpec]] = {}
    for card in cards:
        first = seen.setdefault((card.file.folder, card.value.dimension), card)
        if first is not card:
            yield card.problem(card.node.line, f"{first.place} judges '{card.value.dimension}' already")


def _unknown_rules(cards: Sequence[_Placed[ScorecardSpec]], rules: Sequence[_Placed[Rule]]) -> Iterator[Problem]:
    known = [rule.value.id for rule in rules]
    for card in cards:
        for name in (name for check in card.value.checks for name in check.rules if name not in known):
            yield card.problem(_line_of_text(card.node, name), f"unknown rule '{name}'", did_you_mean(name, known))


def _line_of_text(node: Node, text: str) -> int:
    """The line of the first scalar with this text, or of the node."""
    return next((found.line for found in _scalars(node) if text_of(found) == text), node.line)


def _scalars(node: Node) -> Iterator[Node]:
    children = node.items if isinstance(node, Items) else ()
    children = tuple(value for _, value in node.entries) if isinstance(node, Table) else children
    for child in children:
        yield from _scalars(child)
    if not children:
        yield node
