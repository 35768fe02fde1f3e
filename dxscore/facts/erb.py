"""An ERB template -> one Ruby source of the same length, in which everything that is not Ruby is blank.

So every offset, line and column found in the Ruby holds for the template. Where a tag closes stands a `;`, so that the
code of one tag ends where the tag does, while `if`, `else`, `end` and blocks join across tags as they do when rendered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from dxscore.facts.directives import Comment
from dxscore.facts.parsing import parse_template

_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))
_COMMENT_AT_END = re.compile(rb"(?:^|(?<=[\s;]))#(?![{])[^\n\"']*\Z")
"""A Ruby comment up to the end of its tag: unlike in Ruby it ends there, not at the end of the line."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart."""

    ruby: bytes
    comments: tuple[Comment, ...]
    """`<%# ... %>`."""


def read_template(source: bytes) -> Template:
    """Never fails: text in which no tag can be told is all blank."""
    root = parse_template(source).root_node
    ruby = bytearray(source.translate(_BLANK))
    comments = []
    for node in root.named_children:
        if node.type in ("directive", "output_directive"):
            _uncover(ruby, source, node)
        elif node.type == "comment_directive":
            comments.append(_comment(source, node))
    return Template(bytes(ruby), tuple(comments))


def _uncover(ruby: bytearray, source: bytes, tag: Node) -> None:
    for code in tag.named_children:
        text = source[code.start_byte : code.end_byte]
        trailing = _COMMENT_AT_END.search(text)
        end = code.start_byte + trailing.start() if trailing else code.end_byte
        ruby[code.start_byte : end] = source[code.start_byte : end]
        ruby[code.end_byte : code.end_byte + 1] = b";"


def _comment(source: bytes, tag: Node) -> Comment:
    text = b"".join(source[node.start_byte : node.end_byte] for node in tag.named_children)
    before = source[source.rfind(b"\n", 0, tag.start_byte) + 1 : tag.start_byte]
    end = source.find(b"\n", tag.end_byte)
    after = source[tag.end_byte : end if end >= 0 else len(source)]
    alone = not before.strip() and not after.strip()
    return Comment(tag.start_point.row + 1, text.decode("utf-8", "replace").strip(), alone)
