"""Ruby code, parsed -> the environment variables it reads by name, and what happens where one is missing."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TypeAlias

from tree_sitter import Node

from dxscore.domain.facts import EnvironmentRead, Missing
from dxscore.facts.grammar import field, kind, kinds, text_of, token
from dxscore.facts.matching.tree import SourceTree

_WORD = b"ENV"
_CONSTANT, _SCOPE, _CALL, _INDEX = kind("constant"), kind("scope_resolution"), kind("call"), kind("element_reference")
_STRING, _CONTENT, _UNARY, _BINARY = kind("string"), kind("string_content"), kind("unary"), kind("binary")
_ASSIGNMENT, _CHANGE, _PARENTHESES = kind("assignment"), kind("operator_assignment"), kind("parenthesized_statements")
_BRANCHES = kinds(
    *("if", "unless", "elsif", "while", "until", "conditional", "case"),
    *("if_modifier", "unless_modifier", "while_modifier", "until_modifier"),
)
_RECEIVER, _CALLED, _ARGUMENTS, _BLOCK = map(field, ("receiver", "method", "arguments", "block"))
_OBJECT, _OUTER, _LEFT, _OPERATOR = map(field, ("object", "scope", "left", "operator"))
_CONDITION, _VALUE = map(field, ("condition", "value"))
_CHOICES = frozenset(map(token, ("||", "or", "&&", "and")))
_COMPARISONS = frozenset(map(token, ("==", "!=", "=~", "!~", "===")))
_SAFE_CALL = token("&.")
_QUESTIONS = frozenset({"key?", "has_key?", "include?", "member?"})
_TAKES_NIL = frozenset({"to_s", "to_i", "to_f", "to_a", "to_h", "inspect", "try"})
"""Methods of nil that give something to work with."""

_Read: TypeAlias = tuple[Node, str, Missing]
"""The expression, the variable, what happens without it."""


def read_variables(tree: SourceTree, words: Set[bytes]) -> tuple[EnvironmentRead, ...]:
    """Every `ENV["X"]`, `ENV.fetch("X")` and `ENV.key?("X")` with a literal name, in reading order.

    `words` are the file's: one without the word ENV costs no more than the look-up.
    """
    if _WORD not in words:
        return ()
    found = (_read_at(tree, leaf) for leaf in tree.leaves(_WORD) if leaf.kind_id == _CONSTANT)
    return tuple(EnvironmentRead(each[1], each[0].start_point.row + 1, each[2]) for each in found if each)


def _read_at(tree: SourceTree, leaf: Node) -> _Read | None:
    node, outer = leaf, leaf.parent
    if outer is not None and outer.kind_id == _SCOPE and outer.child_by_field_id(_OUTER) is None:
        node, outer = outer, outer.parent
    if outer is None:
        return None
    if outer.kind_id == _INDEX and outer.child_by_field_id(_OBJECT) == node:
        return _indexed(tree, outer)
    if outer.kind_id == _CALL and outer.child_by_field_id(_RECEIVER) == node:
        return _asked(tree, outer)
    return None


def _indexed(tree: SourceTree, read: Node) -> _Read | None:
    name, missing = _literal(tree, read.named_children[1:]), _without(tree, read)
    return (read, name, missing) if name and missing else None


def _asked(tree: SourceTree, call: Node) -> _Read | None:
    given = call.child_by_field_id(_ARGUMENTS)
    arguments = given.named_children if given else []
    name, method = _literal(tree, arguments), _method(tree, call)
    if not name or (method != "fetch" and method not in _QUESTIONS):
        return None
    strict = method == "fetch" and len(arguments) == 1 and call.child_by_field_id(_BLOCK) is None
    return call, name, "raises" if strict else "default"


def _literal(tree: SourceTree, arguments: Sequence[Node]) -> str:
    """The first argument when it is a string without holes, else ''."""
    parts = arguments[0].named_children if arguments and arguments[0].kind_id == _STRING else []
    return text_of(tree.source, parts[0]) if len(parts) == 1 and parts[0].kind_id == _CONTENT else ""


def _without(tree: SourceTree, read: Node) -> Missing | None:
    """What becomes of `ENV["X"]` without an X, told by what stands around it; None when it is written, not read."""
    node = read
    while (outer := node.parent) is not None:
        if outer.kind_id in (_ASSIGNMENT, _CHANGE) and outer.child_by_field_id(_LEFT) == node:
            return "default" if outer.kind_id == _CHANGE else None
        if _copes(tree, outer, node):
            return "default"
        if not _is_same_value(tree, outer, node):
            break
        node = outer
    return "nil"


def _copes(tree: SourceTree, outer: Node, node: Node) -> bool:
    """Whether nil is foreseen there: a choice, a comparison, a condition, a question."""
    if outer.kind_id == _BINARY:
        operator = outer.child_by_field_id(_OPERATOR)
        sign = operator.kind_id if operator else 0
        return sign in _COMPARISONS or (sign in _CHOICES and outer.child_by_field_id(_LEFT) == node)
    if outer.kind_id == _CALL:
        return outer.child_by_field_id(_RECEIVER) == node and _is_safe_on_nil(tree, outer)
    asked = outer.child_by_field_id(_CONDITION) or outer.child_by_field_id(_VALUE)
    return outer.kind_id == _UNARY or (outer.kind_id in _BRANCHES and asked == node)


def _is_safe_on_nil(tree: SourceTree, call: Node) -> bool:
    method = _method(tree, call)
    safely = any(child.kind_id == _SAFE_CALL for child in call.children)
    return safely or method.endswith("?") or method in _TAKES_NIL


def _is_same_value(tree: SourceTree, outer: Node, node: Node) -> bool:
    """Parentheses, an assignment, `.presence`, the last of several choices."""
    if outer.kind_id == _CALL:
        return outer.child_by_field_id(_RECEIVER) == node and _method(tree, outer) == "presence"
    return outer.kind_id in (_PARENTHESES, _ASSIGNMENT, _BINARY)


def _method(tree: SourceTree, call: Node) -> str:
    called = call.child_by_field_id(_CALLED)
    return text_of(tree.source, called) if called else ""
