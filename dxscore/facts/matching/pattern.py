"""The text of a tree-sitter query -> a pattern, or what is wrong with it.

dxscore runs patterns itself (`pattern_search.py`): the binding takes 5 to 50 ms to compile a query, once per process,
while most files hold none of its anchors; and it gets some predicates wrong. What is read here is the part of the
query language that describes one node: fields, `!field`, `[ ]`, `"text"`, `_`, `.`, captures, and the predicates
`#eq?`, `#not-eq?` and `#any-of?`. Repeats (`?`, `*`, `+`) are left out: no rule has needed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from dxscore.copying import replace
from dxscore.facts.grammar import NAMED_KINDS, RUBY

_TOKEN = re.compile(r'\s+|;[^\n]*|"(?:\\.|[^"\\])*"|[@#!]?[A-Za-z_][\w.?!-]*:?|[()\[\].?*+]')
_NAME = re.compile(r"[a-z_]\w*")
_ALL_KINDS = frozenset(range(RUBY.node_kind_count))
_MOST_TOKENS = 400
"""Bounds how deep a hostile query can nest."""
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


class NodePattern(Struct, frozen=True):
    """One node."""

    kinds: frozenset[int]
    steps: tuple[Step, ...] = ()
    absent: tuple[int, ...] = ()
    """Fields that the node must not have."""
    captures: tuple[str, ...] = ()
    tests: tuple[Predicate, ...] = ()
    """Predicates on its own text alone: asked at once, so that what can't hold is not combined with anything."""


class Step(Struct, frozen=True):
    """A child, or several: some child after that of the step before matches one of the alternatives."""

    alternatives: tuple[NodePattern, ...]
    field: int | None = None
    next_only: bool = False
    """No named child may stand between."""
    last: bool = False
    """No named child may follow."""


class Predicate(Struct, frozen=True):
    """`#eq?` and `#any-of?`: the text of a capture is one of the values, or that of another capture."""

    capture: str
    values: tuple[str, ...]
    other: str = ""
    negated: bool = False


class Pattern(Struct, frozen=True):
    """A whole query."""

    roots: tuple[NodePattern, ...]
    predicates: tuple[Predicate, ...]
    depth: int
    """Nodes on the longest way from the outermost node down."""

    def level_of(self, word: str) -> int | None:
        """Levels below the outermost node at which the pattern says that a word stands, None when it does not say.

        It says so by a keyword or sign, or by a predicate on the whole text of a node.
        """
        kinds = {RUBY.id_for_node_kind(word, named) for named in (True, False)} - {None}
        captures = {predicate.capture for predicate in self.predicates if word in predicate.values}
        levels = [
            level
            for level, node in _levels(self.roots)
            if node.kinds <= kinds or (not node.steps and not captures.isdisjoint(node.captures))
        ]
        return max(levels, default=None)


class PatternError(ValueError):
    """A query that can't be read; `suggestion` says what to do."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.suggestion = suggestion


def parse_pattern(source: str) -> Pattern:
    """Raises PatternError for bad syntax, unknown nodes and fields, several patterns, and other than one `@match`."""
    tokens = list(_tokens(source))
    if len(tokens) > _MOST_TOKENS:
        raise PatternError(f"the query has more than {_MOST_TOKENS} words and signs", "split it")
    reader = _Reader(tokens)
    steps = reader.items(end="")
    if len(steps) != 1:
        raise PatternError(
            f"the query has {len(steps)} patterns", "write one outermost node, with [ ] for alternatives"
        )
    roots = tuple(_tested(root, reader.predicates) for root in steps[0].alternatives)
    matches = reader.captured.count("match")
    if matches != 1:
        raise PatternError(f"the query has {matches} captures @match", "put one @match at the node to report")
    return Pattern(roots, tuple(reader.predicates), max(map(_depth, roots)))


def _tested(node: NodePattern, predicates: Sequence[Predicate]) -> NodePattern:
    """The node, and those below, with the predicates that look at nothing else."""
    tests = tuple(each for each in predicates if each.capture in node.captures and not each.other)
    steps = tuple(
        replace(step, alternatives=tuple(_tested(inner, predicates) for inner in step.alternatives))
        for step in node.steps
    )
    return replace(node, steps=steps, tests=tests)


def _tokens(source: str) -> Iterator[str]:
    position = 0
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None:
            raise PatternError(f"the query has an unexpected {source[position]!r}", "compare the syntax of tree-sitter")
        if found[0].strip() and not found[0].startswith(";"):
            yield found[0]
        position = found.end()


def _levels(nodes: Iterable[NodePattern], level: int = 0) -> Iterator[tuple[int, NodePattern]]:
    for node in nodes:
        yield level, node
        for step in node.steps:
            yield from _levels(step.alternatives, level + 1)


def _depth(node: NodePattern) -> int:
    return 1 + max((_depth(inner) for step in node.steps for inner in step.alternatives), default=0)


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens[::-1]
        self.captured: list[str] = []
        self.predicates: list[Predicate] = []

    def items(self, end: str) -> list[Step]:
        """The patterns up to a closing bracket, without what `node` reads itself."""
        steps: list[Step] = []
        anchored = False
        while (word := self._peek()) != end:
            if word == ".":
                self._next()
                anchored = True
            elif word == "(" and self._peek(1).startswith("#"):
                self._predicate()
            else:
                steps.append(replace(self._step(), next_only=anchored))
                anchored = False
        self._next()
        if anchored and steps:
            steps[-1] = replace(steps[-1], last=True)
        return steps

    def _step(self) -> Step:
        field = _field(self._next()[:-1]) if self._peek().endswith(":") else None
        step = Step(self._alternatives(), field)
        if self._peek() in ("?", "*", "+"):
            raise PatternError(f"the query repeats a node with {self._peek()}", "write an `any` of several queries")
        captures = []
        while self._peek().startswith("@"):
            captures.append(self._next()[1:])
        self.captured += captures
        alternatives = tuple(replace(one, captures=(*one.captures, *captures)) for one in step.alternatives)
        return replace(step, alternatives=alternatives)

    def _alternatives(self) -> tuple[NodePattern, ...]:
        word = self._next()
        if word == "[":
            return tuple(one for step in self.items("]") for one in step.alternatives)
        if word == "(":
            return self._node()
        if word.startswith('"'):
            return (NodePattern(_token_kind(word)),)
        if word == "_":
            return (NodePattern(_ALL_KINDS),)
        raise PatternError(f"the query has an unexpected {word or 'end'!r}", "nodes stand in parentheses")

    def _node(self) -> tuple[NodePattern, ...]:
        if not _NAME.fullmatch(self._peek()):
            return self._group()
        kinds, absent = _kinds(self._next()), []
        inner: list[Step] = []
        while self._peek().startswith("!"):
            absent.append(_field(self._next()[1:]))
        inner = self.items(")")
        return (NodePattern(kinds, tuple(inner), tuple(absent)),)

    def _group(self) -> tuple[NodePattern, ...]:
        """Parentheses that only hold a node and its predicates."""
        steps = self.items(")")
        if len(steps) != 1:
            raise PatternError("the query has several outermost nodes", "put the nodes into the one that holds them")
        return steps[0].alternatives

    def _predicate(self) -> None:
        self._next()
        name = self._next()[1:]
        if name not in ("eq?", "not-eq?", "any-of?"):
            raise PatternError(f"the query uses #{name}", "capture the node and test it in `where`")
        arguments = []
        while self._peek() not in (")", ""):
            arguments.append(self._next())
        self._next()
        captures = [argument[1:] for argument in arguments if argument.startswith("@")]
        values = tuple(_string(argument) for argument in arguments if argument.startswith('"'))
        if not captures or len(captures) + len(values) != len(arguments) or len(arguments) < 2:
            raise PatternError(f"the query gives #{name} no capture and text", f'write (#{name} @name "text")')
        self.predicates.append(Predicate(captures[0], values, "".join(captures[1:2]), name.startswith("not-")))

    def _peek(self, ahead: int = 0) -> str:
        return self._tokens[-1 - ahead] if len(self._tokens) > ahead else ""

    def _next(self) -> str:
        return self._tokens.pop() if self._tokens else ""


def _kinds(name: str) -> frozenset[int]:
    if name == "_":
        return NAMED_KINDS
    number = RUBY.id_for_node_kind(name, True)
    if number is None:
        raise PatternError(f"the query names a node {name} that Ruby's grammar does not have", "see its node types")
    return frozenset({number})


def _token_kind(word: str) -> frozenset[int]:
    number = RUBY.id_for_node_kind(_string(word), False)
    if number is None:
        raise PatternError(f"the query names a token {word} that Ruby's grammar does not have", "see its node types")
    return frozenset({number})


def _field(name: str) -> int:
    number = RUBY.field_id_for_name(name)
    if number is None:
        raise PatternError(f"the query names a field {name} that Ruby's grammar does not have", "see its node types")
    return number


def _string(word: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), word[1:-1])
