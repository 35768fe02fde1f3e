"""A bare identifier -> is it a call, or a local variable (or no expression at all)?"""

from __future__ import annotations

import re

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.tree import SourceTree

_IDENTIFIER = kind("identifier")
_HARD_SCOPES = kinds("method", "singleton_method", "class", "module", "singleton_class", "program")
"""Local variables of the outside are not seen in these."""
_BLOCKS = kinds("block", "do_block", "lambda")
_SCOPES = _HARD_SCOPES | _BLOCKS

_BINDING_PARENTS = kinds(
    *("method_parameters", "block_parameters", "lambda_parameters", "destructured_parameter", "splat_parameter"),
    *("hash_splat_parameter", "block_parameter", "left_assignment_list", "rest_assignment", "exception_variable"),
    *("destructured_left_assignment", "array_pattern", "find_pattern", "as_pattern", "keyword_pattern"),
    *("alternative_pattern", "parenthesized_pattern"),
)
"""Every identifier directly in these introduces a local variable."""

_BINDING_FIELDS = {
    kind("assignment"): field("left"),
    kind("operator_assignment"): field("left"),
    kind("optional_parameter"): field("name"),
    kind("keyword_parameter"): field("name"),
    kind("for"): field("pattern"),
    kind("in_clause"): field("pattern"),
    kind("match_pattern"): field("pattern"),
    kind("test_pattern"): field("pattern"),
}
"""In these, the identifier in this field does."""

_NAME_PARENTS = kinds("alias", "undef", "setter", "variable_reference_pattern")
_NAME_FIELDS = {
    kind("call"): field("method"),
    kind("method"): field("name"),
    kind("singleton_method"): field("name"),
}
_KEYWORD_PATTERN, _PATTERN_KEY = kind("keyword_pattern"), kind("hash_key_symbol")
_STRING_CONTENT = kind("string_content")
_NUMBERED = re.compile(r"_[1-9]|it")


def is_bare_call(tree: SourceTree, node: Node) -> bool:
    """Whether an identifier is a call without receiver, arguments and block: `raise`, `current_user`."""
    parent = node.parent
    return parent is not None and not _names_something(node, parent) and not _is_local(tree, node)


def binds(node: Node, parent: Node) -> bool:
    """Whether the node is where a local variable gets its value."""
    if parent.kind_id in _BINDING_FIELDS:
        return parent.child_by_field_id(_BINDING_FIELDS[parent.kind_id]) == node
    return parent.kind_id in _BINDING_PARENTS


def _names_something(node: Node, parent: Node) -> bool:
    if parent.kind_id in _NAME_FIELDS:
        return parent.child_by_field_id(_NAME_FIELDS[parent.kind_id]) == node
    return parent.kind_id in _NAME_PARENTS or binds(node, parent)


def _is_local(tree: SourceTree, node: Node) -> bool:
    """A variable exists from the place that first gives it a value, as Ruby's parser sees it: in reading order."""
    if _NUMBERED.fullmatch(text_of(tree.source, node)):
        return _scope(node, _SCOPES).kind_id in _BLOCKS
    name, scope = tree.source[node.start_byte : node.end_byte], _scope(node, _HARD_SCOPES)
    return any(
        _introduces(tree, leaf) and _contains(_scope(leaf, _SCOPES), node)
        for leaf in tree.leaves(name, scope.start_byte, node.start_byte)
    )


def _introduces(tree: SourceTree, leaf: Node) -> bool:
    parent = leaf.parent
    if parent is None:
        return False
    if leaf.kind_id == _IDENTIFIER:
        return binds(leaf, parent)
    if leaf.kind_id == _PATTERN_KEY:
        return parent.kind_id == _KEYWORD_PATTERN and parent.named_child_count == 1
    return leaf.kind_id == _STRING_CONTENT and b"(?<" in tree.source[leaf.start_byte : leaf.end_byte]


def _scope(node: Node, scopes: frozenset[int]) -> Node:
    """The innermost of these around the node."""
    outer = node
    while outer.kind_id not in scopes and (parent := outer.parent) is not None:
        outer = parent
    return outer


def _contains(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte
