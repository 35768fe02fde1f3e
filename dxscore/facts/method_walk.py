"""The state of one pass over one method: what has been counted, what is still to be read."""

from __future__ import annotations

from typing import TypeAlias

from tree_sitter import Node

from dxscore.facts.fragments import LogicalLines
from dxscore.facts.grammar import kind, kinds

_IDENTIFIER = kind("identifier")
_TARGET_LISTS = kinds("left_assignment_list", "destructured_left_assignment", "rest_assignment")


class StatementEnd:
    """Due when a statement has been read."""

    __slots__ = ("statement",)

    def __init__(self, statement: Node) -> None:
        self.statement = statement


class NestingEnd:
    """Due when a block or conditional has been read."""

    __slots__ = ()


Item: TypeAlias = Node | bytes | StatementEnd | NestingEnd
"""A node to read, a token to note as it is, or what is due when everything put on the stack after it has been read."""

_NESTING_END = NestingEnd()


class Walk:
    """What waits to be read is on a stack of its own: code nested without end can't exhaust the interpreter's."""

    def __init__(self, source: bytes, logical_lines: LogicalLines) -> None:
        self.statements = self.decisions = self.assignments = self.branches = self.conditions = 0
        self.nesting = self.deepest = 0
        self.stack: list[Item] = []
        self.locals: set[bytes] = set()
        """Names that are variables from here on."""
        self.safely_called: set[bytes] = set()
        """Variables that `&.` was already asked of, and that have not been assigned since."""
        self.logical_lines = logical_lines
        self._note_node = logical_lines.nodes.append
        self._note_token = logical_lines.tokens.append
        self._source = source

    def text(self, node: Node) -> bytes:
        """Source text."""
        return self._source[node.start_byte : node.end_byte]

    def read_on(self, node: Node) -> None:
        """Put the children on the stack, the first on top."""
        self.stack.extend(node.children[::-1])

    def decide(self) -> None:
        """Count a decision, which is a condition of the ABC size too."""
        self.decisions += 1
        self.conditions += 1

    def note(self, node: Node, token: bytes) -> None:
        """Append a token to the logical line."""
        self._note_node(node)
        self._note_token(token)

    def nest(self, node: Node) -> None:
        """Read on one level deeper."""
        self.nesting += 1
        self.deepest = max(self.deepest, self.nesting)
        self.stack.append(_NESTING_END)
        self.read_on(node)

    def assign(self, target: Node | None) -> None:
        """Count the targets of an assignment: three in `a, (b.c, @d) = list`."""
        targets = [target] if target else []
        while targets:
            node = targets.pop()
            if node.kind_id in _TARGET_LISTS:
                targets.extend(node.named_children)
            elif node.kind_id == _IDENTIFIER:
                self.assign_local(self.text(node))
            else:
                self.assignments += 1

    def assign_local(self, name: bytes) -> None:
        """A leading underscore says that the value is not wanted: not counted."""
        self.declare(name)
        self.assignments += not name.startswith(b"_")

    def declare(self, name: bytes) -> None:
        """From here on the name is a variable."""
        self.locals.add(name)
        self.safely_called.discard(name)
