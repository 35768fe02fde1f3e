"""A place at which a rule holds -> the match that is stored, with the parts that the rule names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from tree_sitter import Node

from dxscore.domain.facts import Match
from dxscore.domain.matchers import Test
from dxscore.facts.matching.plan import Found
from dxscore.facts.matching.texts import Accepts, capture_test
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.symbols import Enclosing

_MOST = 200
"""Characters of code and of each capture that are kept."""


class Reporter(Struct, frozen=True, eq=False):
    """Makes the matches of one rule; compared by identity."""

    rule: str
    captures: Mapping[str, str]
    """Name -> path."""
    where: tuple[tuple[str, Accepts], ...]

    def report(self, tree: SourceTree, node: Node, found: Found) -> Match | None:
        """None when a test on a capture fails, or is on something that this place doesn't have."""
        around = tree.enclosing(node)
        texts = {name: self._text(tree, node, found, around, path) for name, path in self.captures.items()}
        if not all(name in texts and texts[name] and holds(texts[name]) for name, holds in self.where):
            return None
        return Match(
            rule=self.rule,
            line=found.at.start_point.row + 1,
            end_line=_end_line(node),
            column=_column(tree.source, found.at.start_byte),
            symbol=around.symbol,
            code=tree.excerpt(node, _MOST),
            captures={name: text[:_MOST] for name, text in texts.items()},
        )

    def _text(self, tree: SourceTree, node: Node, found: Found, around: Enclosing, path: str) -> str:
        text = found.parts(path)
        if text is not None:
            return text
        general = {
            "class.name": around.namespace,
            "enclosing.class": around.namespace,
            "enclosing.method": around.method,
        }
        return tree.text(node) if path == "text" else general.get(path, "")


def reporter(rule: str, captures: Mapping[str, str], where: Sequence[tuple[str, Test]]) -> Reporter:
    """Compile what a rule captures and the tests on it."""
    return Reporter(rule, dict(captures), tuple((name, capture_test(test)) for name, test in where))


def _end_line(node: Node) -> int:
    """A node that ends with its line's break ends on that line."""
    row, column = node.end_point
    return row + (column > 0 or row == node.start_point.row)


def _column(source: bytes, position: int) -> int:
    """In characters, from 1."""
    start = source.rfind(b"\n", 0, position) + 1
    return len(source[start:position].decode("utf-8", "replace")) + 1
