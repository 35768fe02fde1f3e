"""Bytes of Ruby or ERB -> syntax trees."""

from __future__ import annotations

import tree_sitter_embedded_template
from tree_sitter import Language, Parser, Tree

from dxscore.facts.grammar import RUBY, fingerprint

_TEMPLATE = Language(tree_sitter_embedded_template.language())


def parse_ruby(source: bytes) -> Tree:
    """Never fails: what can't be read becomes error nodes."""
    return Parser(RUBY).parse(source)


def parse_template(source: bytes) -> Tree:
    """ERB as content, directives and comments."""
    return Parser(_TEMPLATE).parse(source)


def grammars() -> str:
    """Changes with any of the grammars."""
    return f"{fingerprint()} {_TEMPLATE.abi_version} {_TEMPLATE.parse_state_count} {_TEMPLATE.node_kind_count}"
