"""tree-sitter-ruby: the language, and its node kinds and fields as the small numbers that nodes compare fast by."""

from __future__ import annotations

from hashlib import blake2b

import tree_sitter_ruby
from tree_sitter import Language, Node

RUBY = Language(tree_sitter_ruby.language())


NAMED_KINDS = frozenset(number for number in range(RUBY.node_kind_count) if RUBY.node_kind_is_named(number))
"""The ids of all kinds of named node."""


def kind(name: str) -> int:
    """The id of a named node kind; a name that the grammar doesn't have is a mistake in dxscore."""
    found = RUBY.id_for_node_kind(name, True)
    if found is None:
        raise LookupError(f"tree-sitter-ruby has no node kind {name!r}")
    return found


def kinds(*names: str) -> frozenset[int]:
    """The ids of several named node kinds."""
    return frozenset(map(kind, names))


def token(text: str) -> int:
    """The id of an anonymous kind: a keyword or a sign."""
    found = RUBY.id_for_node_kind(text, False)
    if found is None:
        raise LookupError(f"tree-sitter-ruby has no token {text!r}")
    return found


def field(name: str) -> int:
    """The id of a field; a name that the grammar doesn't have is a mistake in dxscore."""
    found = RUBY.field_id_for_name(name)
    if found is None:
        raise LookupError(f"tree-sitter-ruby has no field {name!r}")
    return found


def text_of(source: bytes, node: Node) -> str:
    """The source of a node; several times faster than `node.text`, and bytes that are not UTF-8 do no harm."""
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def fingerprint() -> str:
    """Changes with the grammar: its version is not in the binding, its tables are."""
    names = [RUBY.node_kind_for_id(number) for number in range(RUBY.node_kind_count)]
    tables = (RUBY.abi_version, RUBY.parse_state_count, RUBY.field_count, names)
    return blake2b(repr(tables).encode(), digest_size=8).hexdigest()
