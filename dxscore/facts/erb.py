"""An ERB template -> one Ruby source of the same length, in which everything that is not Ruby is blank.

So every offset, line and column found in the Ruby holds for the template. Where a tag closes stands a `;`, so that the
code of one tag ends where the tag does, while `if`, `else`, `end` and blocks join across tags as they do when rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from dxscore.facts.directives import Comment
from dxscore.facts.parsing import parse_template

_END_OF_CODE = ord(";")
_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))
_COMMENT_AT_END = re.compile(rb"(?:^|(?<=[\s;]))#(?![{])[^\n\"']*\Z")
"""A Ruby comment up to the end of its tag: unlike in Ruby it ends there, not at the end of the line."""


class Template(Struct, frozen=True):
    """A template taken apart."""

    ruby: bytes
    comments: tuple[Comment, ...]
    """`<%# ... %>`, and `<% # ... %>` at the end of code."""


def read_template(source: bytes) -> Template:
    """Never fails: text in which no tag can be told is all blank."""
    ruby = bytearray(source.translate(_BLANK))
    comments: list[Comment] = []
    for node in parse_template(source).root_node.named_children:
        if node.type in ("directive", "output_directive"):
            comments.extend(_uncover(ruby, source, node))
        elif node.type == "comment_directive":
            text = b"".join(source[part.start_byte : part.end_byte] for part in node.named_children)
            comments.append(_comment(source, node, text))
    return Template(bytes(ruby), tuple(comments))


def _uncover(ruby: bytearray, source: bytes, tag: Node) -> Iterator[Comment]:
    """Copy the code of a tag, and give the comment that ends it."""
    for code in tag.named_children:
        text = source[code.start_byte : code.end_byte]
        trailing = _COMMENT_AT_END.search(text)
        end = code.start_byte + trailing.start() if trailing else code.end_byte
        ruby[code.start_byte : end] = source[code.start_byte : end]
        if tag.end_byte > code.end_byte:  # a tag that is never closed has no place for it
            ruby[code.end_byte] = _END_OF_CODE
        if trailing:
            yield _comment(source, tag, trailing.group().removeprefix(b"#"))


def _comment(source: bytes, tag: Node, text: bytes) -> Comment:
    before = source[source.rfind(b"\n", 0, tag.start_byte) + 1 : tag.start_byte]
    end = source.find(b"\n", tag.end_byte)
    after = source[tag.end_byte : end if end >= 0 else len(source)]
    code = b"".join(source[part.start_byte : part.end_byte] for part in tag.named_children)
    alone = not before.strip() and not after.strip() and code.strip().removeprefix(b"#").strip() == text.strip()
    return Comment(tag.end_point.row + 1, text.decode("utf-8", "replace").strip(), alone)
