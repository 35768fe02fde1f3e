"""A literal or expression in the tree -> its kind and text, and tests on them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tree_sitter import Node

from dxscore.domain.matchers import ValueTest
from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.locals import is_bare_call
from dxscore.facts.matching.texts import text_test
from dxscore.facts.matching.tree import SourceTree

Accepts: TypeAlias = Callable[[SourceTree, Node], bool]

HOLE = "#{}"
"""Stands for each interpolation in the content of a string."""

STRINGS = kinds("string", "chained_string", "heredoc_beginning", "bare_string")
SYMBOLS = kinds("simple_symbol", "hash_key_symbol", "delimited_symbol", "bare_symbol")
_SIMPLE_SYMBOL, _KEY_SYMBOL = kind("simple_symbol"), kind("hash_key_symbol")
_CHAINED, _HEREDOC = kind("chained_string"), kind("heredoc_beginning")
_INTERPOLATION = kind("interpolation")
_TEXT = kinds("string_content", "heredoc_content", "escape_sequence")
_IDENTIFIER, _CALL, _UNARY = kind("identifier"), kind("call"), kind("unary")
_PARENTHESES = kind("parenthesized_statements")
_METHOD, _RECEIVER, _BLOCK = field("method"), field("receiver"), field("block")
_OPERATOR, _OPERAND = field("operator"), field("operand")

_KINDS: Mapping[int, str] = {
    **dict.fromkeys(STRINGS, "string"),
    **dict.fromkeys(SYMBOLS, "symbol"),
    **dict.fromkeys(kinds("array", "string_array", "symbol_array"), "array"),
    **dict.fromkeys(kinds("constant", "scope_resolution"), "const"),
    **dict.fromkeys(kinds("call", "element_reference"), "call"),
    **{kind(name): name for name in ("integer", "float", "true", "false", "nil", "hash", "regex", "lambda", "range")},
}


def value_test(test: ValueTest) -> Accepts:
    """All of kind, interpolation and text, the cheapest first."""
    tests: list[Accepts] = []
    if test.kinds:
        tests.append(lambda tree, node: kind_of(tree, node) in test.kinds)
    if test.interpolated is not None:
        tests.append(lambda tree, node: is_interpolated(tree, node) is test.interpolated)
    if test.text is not None:
        accepts = text_test(test.text)
        tests.append(lambda tree, node: accepts(content(tree, node)))
    return lambda tree, node: all(holds(tree, bare(node)) for holds in tests)


def bare(node: Node) -> Node:
    """The node without parentheses around it: `foo (1)` passes 1."""
    while node.kind_id == _PARENTHESES and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def kind_of(tree: SourceTree, node: Node) -> str:
    """One of the kinds of `ValueTest`; local variables, operators and the like are 'other'."""
    if node.kind_id == _IDENTIFIER:
        return "call" if is_bare_call(tree, node) else "other"
    if node.kind_id == _CALL and _makes_lambda(tree, node):
        return "lambda"
    if node.kind_id == _UNARY:
        operator, operand = node.child_by_field_id(_OPERATOR), node.child_by_field_id(_OPERAND)
        number = _KINDS.get(operand.kind_id) if operand else None
        return number if operator and operator.type == "-" and number in ("integer", "float") else "other"
    return _KINDS.get(node.kind_id, "other")


def content(tree: SourceTree, node: Node) -> str:
    """Strings and symbols by content, escapes as written, `#{}` for what is interpolated; the rest by source."""
    if node.kind_id == _SIMPLE_SYMBOL:
        return text_of(tree.source, node)[1:]
    if node.kind_id == _KEY_SYMBOL:
        return text_of(tree.source, node)
    if node.kind_id in STRINGS or node.kind_id in SYMBOLS:
        text = "".join(_pieces(tree, node))
        return _lines(text, tree, node) if node.kind_id == _HEREDOC else text
    return tree.text(node)


def is_interpolated(tree: SourceTree, node: Node) -> bool:
    """Whether something is put into a string, symbol, regular expression or heredoc at run time."""
    return any(part.kind_id == _INTERPOLATION for part in _parts(tree, node))


def _pieces(tree: SourceTree, node: Node) -> Iterator[str]:
    for part in _parts(tree, node):
        if part.kind_id in _TEXT:
            yield text_of(tree.source, part)
        elif part.kind_id == _INTERPOLATION:
            yield HOLE


def _parts(tree: SourceTree, node: Node) -> list[Node]:
    if node.kind_id == _CHAINED:
        return [part for string in node.named_children for part in string.named_children]
    if node.kind_id == _HEREDOC:
        body = tree.heredoc_body(node)
        return body.named_children if body else []
    return node.named_children


def _lines(text: str, tree: SourceTree, opening: Node) -> str:
    """A heredoc's lines: without the line break before them and, for `<<~`, without the common indentation."""
    lines = text.removeprefix("\r").removeprefix("\n")
    return textwrap.dedent(lines) if text_of(tree.source, opening).startswith("<<~") else lines


def _makes_lambda(tree: SourceTree, call: Node) -> bool:
    """`lambda { }` and `proc { }`."""
    method, block = call.child_by_field_id(_METHOD), call.child_by_field_id(_BLOCK)
    if method is None or block is None or call.child_by_field_id(_RECEIVER) is not None:
        return False
    return text_of(tree.source, method) in ("lambda", "proc")
