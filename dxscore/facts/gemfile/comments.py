"""The comments of a Gemfile -> those that belong to one call: the lines right above, and those at its lines' ends."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from tree_sitter import Node

from dxscore.facts.grammar import kind, text_of
from dxscore.facts.matching.tree import SourceTree
from dxscore.rubygems.remote import redacted

_COMMENT = kind("comment")


class Comments(Struct, frozen=True):
    """By line, from 1; texts are word for word, but for secrets in URLs."""

    alone: Mapping[int, str] = field(default_factory=dict)
    """On lines with nothing else."""
    behind: Mapping[int, str] = field(default_factory=dict)
    """Behind code."""

    @classmethod
    def of(cls, source: bytes, root: Node) -> Comments:
        """All comments of a file that start with `#`."""
        alone: dict[int, str] = {}
        behind: dict[int, str] = {}
        for node in SourceTree(source, root).nodes():
            text = text_of(source, node) if node.kind_id == _COMMENT else ""
            if text.startswith("#"):
                start = node.start_byte
                before = source[source.rfind(b"\n", 0, start) + 1 : start]
                place = behind if before.strip() else alone
                place[node.start_point.row + 1] = redacted(text.lstrip("#").strip())
        return cls(alone, behind)

    def before(self, line: int) -> str:
        """The block of comment lines that ends right above a line, joined by line ends."""
        first = line
        while first - 1 in self.alone:
            first -= 1
        return "\n".join(self.alone[number] for number in range(first, line))

    def after(self, line: int, end_line: int) -> str:
        """What stands behind or between the lines of a call."""
        texts = (self.behind.get(number) or self.alone.get(number, "") for number in range(line, end_line + 1))
        return "\n".join(text for text in texts if text)
