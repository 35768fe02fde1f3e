"""Bytes of Ruby or ERB -> syntax trees."""

from __future__ import annotations

import tree_sitter_embedded_template
from tree_sitter import Language, Node, Parser, Tree

from dxscore.facts.grammar import RUBY, fingerprint

_TEMPLATE = Language(tree_sitter_embedded_template.language())


def parse_ruby(source: bytes) -> Tree:
    """Never fails: what can't be read becomes error nodes."""
    return Parser(RUBY).parse(source)


def parse_template(source: bytes) -> Tree:
    """ERB as content, directives and comments."""
    return Parser(_TEMPLATE).parse(source)


def first_error(root: Node) -> int:
    """Line of the first place that the grammar could not read, 0 when there is none."""
    node = root if root.has_error else None
    while node is not None and not node.is_error and not node.is_missing:
        node = next((child for child in node.children if child.has_error or child.is_missing), None)
    return node.start_point.row + 1 if node is not None else 0


def grammars() -> str:
    """Changes with any of the grammars."""
    return f"{fingerprint()} {_TEMPLATE.abi_version} {_TEMPLATE.parse_state_count} {_TEMPLATE.node_kind_count}"
