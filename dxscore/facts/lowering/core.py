"""The walk over one syntax tree of Ruby: which variables there are at each place, and what lowers each kind of node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import kind, kinds, text_of

_DEEPEST = 150
"""Nesting that no person writes: what lies deeper is left as Other, so that Python's stack holds."""
_HEREDOC = re.compile(rb"<<[~-]?[\"'`]?[A-Za-z_]")
_HEREDOC_BODY = kind("heredoc_body")

NOT_CODE = kinds("comment", "heredoc_body", "empty_statement", "uninterpreted")
"""Named nodes that say nothing."""


class Lowering:
    """Lowers one tree; holds which local variables exist at the place where it is."""

    def __init__(self, source: bytes, root: Node, lowerers: Mapping[int, Lowerer]) -> None:
        self.source = source
        self.heredocs = iter(_heredoc_bodies(root)) if _HEREDOC.search(source) else iter(())
        """Bodies in reading order, as their openings are."""
        self.method_bodies: list[tuple[int, int]] = []
        """Where each begins and ends, in bytes; those of outer methods after those inside them."""
        self._plain = source.decode("ascii") if source.isascii() else None
        self._lowerers = lowerers
        self._locals: list[set[str]] = [set()]
        self._depth = 0

    def one(self, node: Node) -> ruby.Expression:
        """Any expression."""
        lowerer = self._lowerers.get(node.kind_id)
        if lowerer is None or self._depth > _DEEPEST:
            return self.other(node)
        self._depth += 1
        lowered = lowerer(self, node)
        self._depth -= 1
        return lowered

    def maybe(self, node: Node | None) -> ruby.Expression | None:
        """None for None."""
        return self.one(node) if node is not None else None

    def each(self, nodes: Iterable[Node]) -> tuple[ruby.Expression, ...]:
        """Those of the nodes that are code."""
        return tuple([self.one(node) for node in nodes if node.kind_id not in NOT_CODE])

    def statements(self, node: Node | None) -> ruby.Sequence:
        """The children of a body as statements, without a look at its `rescue`, `else` and `ensure`."""
        if node is None:
            return ruby.Sequence(0, ())
        return ruby.Sequence(line_of(node), self.each(node.named_children))

    def inside(self, node: Node) -> ruby.Expression:
        """The one expression in parentheses or an interpolation; a sequence when there are more, or none."""
        body = self.statements(node)
        return body.items[0] if len(body.items) == 1 else body

    def other(self, node: Node) -> ruby.Other:
        """What has no form of its own, with the expressions inside."""
        parts = self.each(node.named_children) if self._depth <= _DEEPEST else ()
        return ruby.Other(line_of(node), node.type, parts)

    def text(self, node: Node | None) -> str:
        """The source of a node, '' for None."""
        if node is None:
            return ""
        if self._plain is not None:
            return self._plain[node.start_byte : node.end_byte]
        return text_of(self.source, node)

    def bind(self, name: str) -> None:
        """From here on, this is a local variable."""
        self._locals[-1].add(name)

    def knows(self, name: str) -> bool:
        """Whether this is a local variable here."""
        return name in self._locals[-1]

    @contextmanager
    def scope(self, *, sees_outside: bool) -> Iterator[None]:
        """Of a method or class, or of a block, which also has the variables around it."""
        self._locals.append(set(self._locals[-1]) if sees_outside else set())
        yield
        self._locals.pop()


Lowerer: TypeAlias = Callable[[Lowering, Node], ruby.Expression]


def by_kind(lowerers: Mapping[str, Lowerer]) -> dict[int, Lowerer]:
    """Keys are names of node kinds, several of them with spaces between."""
    return {kind(name): lowerer for names, lowerer in lowerers.items() for name in names.split()}


def line_of(node: Node) -> int:
    """From 1."""
    return node.start_point.row + 1


def end_line_of(node: Node) -> int:
    """Of its last character, from 1."""
    return node.end_point.row + 1


def _heredoc_bodies(root: Node) -> Sequence[Node]:
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node.kind_id == _HEREDOC_BODY:
            found.append(node)
        waiting.extend(reversed(node.named_children))
    return found
