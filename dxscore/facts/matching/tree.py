"""One parsed Ruby file, as matchers see it: texts, places of words, what stands around a node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from tree_sitter import Node

from dxscore.facts.grammar import kind, text_of
from dxscore.facts.symbols import SCOPES, Enclosing, entered
from dxscore.facts.words import IS_WORD

T = TypeVar("T")

_HEREDOC_BODY = kind("heredoc_body")
_HEREDOC_BEGINNING = kind("heredoc_beginning")
_INDENTED = 5
"""Bytes of source that are read per character of an excerpt: white space takes the rest."""


class SourceTree:
    """A file's bytes and its tree; lives as long as the matching of that file."""

    def __init__(self, source: bytes, root: Node) -> None:
        self.source = source
        self.root = root
        self._scopes: dict[int, Enclosing] = {}
        self._leaf: Node | None = None
        self._above: list[Node] = []
        self._asked: Node | None = None
        self._answers: dict[object, Any] = {}

    def once(self, node: Node, work: Callable[[SourceTree, Node], T]) -> T:
        """What `work` gives for a node; worked out once while one rule after the other asks about the same node."""
        if self._asked is not node:
            self._asked, self._answers = node, {}
        elif work in self._answers:
            known: T = self._answers[work]
            return known
        answer = self._answers[work] = work(self, node)
        return answer

    def text(self, node: Node) -> str:
        """Source of the node with white space folded."""
        return " ".join(text_of(self.source, node).split())

    def excerpt(self, node: Node, length: int) -> str:
        """The beginning of the text."""
        start = node.start_byte
        end = min(node.end_byte, start + _INDENTED * length)
        return " ".join(self.source[start:end].decode("utf-8", "replace").split())[:length]

    def leaves(self, word: bytes, start: int = 0, end: int | None = None) -> Iterator[Node]:
        """The smallest nodes that hold an occurrence of the word; a part of a longer word is none.

        A text with a separator at an edge is found wherever that edge is.
        """
        source, node_at, length = self.source, self.root.descendant_for_byte_range, len(word)
        limit = len(source) if end is None else end
        head, tail = IS_WORD[word[0]], IS_WORD[word[-1]]
        position = source.find(word, start, limit)
        while position >= 0:
            after = position + length
            if not (
                (head and position and IS_WORD[source[position - 1]])
                or (tail and after < len(source) and IS_WORD[source[after]])
            ):
                leaf = node_at(position, after)
                if leaf is not None:
                    yield leaf
            position = source.find(word, after, limit)

    def nodes(self) -> Iterator[Node]:
        """Every named node, in reading order."""
        cursor = self.root.walk()
        while True:
            node = cursor.node
            if node is not None and node.is_named:
                yield node
            if cursor.goto_first_child():
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return

    def above(self, leaf: Node) -> list[Node]:
        """What is around a leaf, innermost first, as far as anyone has climbed; kept for one leaf at a time."""
        if self._leaf is not leaf:
            self._leaf, self._above = leaf, []
        return self._above

    def climb(self, leaf: Node, above: list[Node]) -> Node | None:
        """Adds the next node to what is known to be around the leaf; a heredoc stands where it is opened."""
        outer = (above[-1] if above else leaf).parent
        if outer is not None and outer.kind_id == _HEREDOC_BODY:
            outer = self.heredoc_opening(outer)
        if outer is not None:
            above.append(outer)
        return outer

    def around(self, node: Node) -> list[Node]:
        """What encloses the node, innermost first; a heredoc's body counts as standing where it is opened."""
        return self.lineage(node)[-2::-1]

    def lineage(self, node: Node) -> list[Node]:
        """The node and what encloses it, outermost first."""
        path, inner = [self.root], self.root.child_with_descendant(node)
        while inner is not None:
            path.append(inner)
            inner = inner.child_with_descendant(node) if inner != node else None
        for index, outer in enumerate(path):
            if outer.kind_id == _HEREDOC_BODY and (opening := self.heredoc_opening(outer)) is not None:
                return self.lineage(opening) + path[index + 1 :]
        return path

    def enclosing(self, node: Node) -> Enclosing:
        """The class and method around the node, which is inside itself; worked out once per class and method."""
        around = Enclosing()
        for outer in self.lineage(node):
            if outer.kind_id in SCOPES:
                known = self._scopes.get(outer.id)
                if known is None:
                    known = self._scopes[outer.id] = entered(around, outer)
                around = known
        return around

    def end_with_heredocs(self, node: Node) -> int:
        """Where the node ends, with the heredocs that are opened on its last line."""
        last = max(node.start_byte, self.source.rfind(b"\n", 0, node.end_byte))
        end = node.end_byte
        for opening in self._openings_between(last, end):
            body = self.heredoc_body(opening)
            end = max(end, body.end_byte if body is not None else end)
        return end

    def heredoc_opening(self, body: Node) -> Node | None:
        """The `<<~TEXT` that a body belongs to."""
        rank, first = 0, body
        while (before := first.prev_sibling) is not None and before.kind_id == _HEREDOC_BODY:
            if before.end_byte != first.start_byte:
                break
            rank, first = rank + 1, before
        openings = self._openings(first.start_byte)
        return openings[rank] if rank < len(openings) else None

    def heredoc_body(self, opening: Node) -> Node | None:
        """The lines that belong to a `<<~TEXT`; None when the file ends before them."""
        end = self.source.find(b"\n", opening.end_byte)
        if end < 0:
            return None
        rank = sum(other.start_byte < opening.start_byte for other in self._openings(end))
        body = self.root.descendant_for_byte_range(end, end + 1)
        while body is not None and body.kind_id != _HEREDOC_BODY:
            body = body.parent
        while rank and body is not None:
            rank, body = rank - 1, body.next_sibling
        return body if body is not None and body.kind_id == _HEREDOC_BODY else None

    def _openings(self, line_end: int) -> list[Node]:
        """The heredocs opened on the line that ends there, from left to right."""
        return self._openings_between(self.source.rfind(b"\n", 0, line_end) + 1, line_end)

    def _openings_between(self, start: int, end: int) -> list[Node]:
        nodes = self.leaves(b"<<", start, end)
        return [node for node in nodes if node.kind_id == _HEREDOC_BEGINNING]
