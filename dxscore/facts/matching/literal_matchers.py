"""`const`, `string`, `comment` and `hash_key` in a rule -> plans."""

from __future__ import annotations

import re
from functools import partial

from tree_sitter import Node

from dxscore.domain.matchers import CommentMatcher, ConstMatcher, HashKeyMatcher, StringMatcher
from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.anchors import Anchors, text_anchors
from dxscore.facts.matching.plan import Climb, Found, Path, Plan, Test, find_by
from dxscore.facts.matching.texts import constant_text_test, text_test
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import STRINGS, content, is_interpolated, value_test

_SCOPED = kind("scope_resolution")
_CONSTANTS = kinds("constant", "scope_resolution")
_CHAINED = kind("chained_string")
_COMMENTS, _PAIRS = kinds("comment"), kinds("pair")
_NAME_FIELDS = {
    kind("class"): field("name"),
    kind("module"): field("name"),
    kind("assignment"): field("left"),
    kind("operator_assignment"): field("left"),
    kind("call"): field("method"),
}
_TARGETS = kinds("left_assignment_list", "rest_assignment", "destructured_left_assignment")
_KEY, _VALUE = field("key"), field("value")
_COMMENT_SIGNS = re.compile(r"\A(?:=begin\b|#+)|^=end\b", re.MULTILINE)

_IN_CONSTANT = Climb(6, kinds("scope_resolution"))
_IN_STRING = Climb(3)
_IN_KEY = Climb(3, kinds("string"))
_AT_COMMENT = Climb(0)


def plan_const(matcher: ConstMatcher) -> Plan:
    """The place is the whole chain `A::B::C`, wherever it is not defined or assigned."""
    accepts = constant_text_test(matcher.name)

    def test(tree: SourceTree, node: Node) -> Found | None:
        text = text_of(tree.source, node).removeprefix("::")
        return Found(node, partial(_text_part, text)) if accepts(text) and _is_reference(node) else None

    return _plan(text_anchors(matcher.name), _CONSTANTS, _IN_CONSTANT, test)


def plan_string(matcher: StringMatcher) -> Plan:
    """The place is the literal: `"a" "b"` is one, each word of `%w[a b]` is one, a heredoc is where it is opened."""
    accepts = text_test(matcher.text)

    def test(tree: SourceTree, node: Node) -> Found | None:
        if matcher.interpolated is not None and is_interpolated(tree, node) is not matcher.interpolated:
            return None
        text = content(tree, node)
        if not accepts(text) or (node.parent is not None and node.parent.kind_id == _CHAINED):
            return None
        return Found(node, partial(_text_part, text))

    anchors = text_anchors(matcher.text) if matcher.text is not None else None
    if anchors is None and matcher.interpolated:
        anchors = Anchors(signs=frozenset({b"#{"}))
    return _plan(anchors, STRINGS, _IN_STRING, test)


def plan_comment(matcher: CommentMatcher) -> Plan:
    """One place per line of `#`; a `=begin` block is one."""
    accepts = text_test(matcher.text)

    def test(tree: SourceTree, node: Node) -> Found | None:
        text = _COMMENT_SIGNS.sub("", text_of(tree.source, node)).strip()
        return Found(node, partial(_text_part, text)) if accepts(text) else None

    return _plan(text_anchors(matcher.text), _COMMENTS, _AT_COMMENT, test)


def plan_hash_key(matcher: HashKeyMatcher) -> Plan:
    """The place is the pair; keys compare by content."""
    accepts = text_test(matcher.name)
    holds = value_test(matcher.value) if matcher.value is not None else None

    def test(tree: SourceTree, node: Node) -> Found | None:
        key, value = node.child_by_field_id(_KEY), node.child_by_field_id(_VALUE)
        if key is None or not accepts(name := content(tree, key)):
            return None
        if holds is not None and (value is None or not holds(tree, value)):
            return None
        return Found(node, partial(_pair_part, name, "" if value is None else content(tree, value)))

    return _plan(text_anchors(matcher.name), _PAIRS, _IN_KEY, test)


def _plan(anchors: Anchors | None, found: frozenset[int], path: Path, test: Test) -> Plan:
    return Plan(find_by(anchors, found, path), test, found, needs=() if anchors is None else (anchors,))


def _is_reference(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.kind_id in _TARGETS or parent.kind_id == _SCOPED:
        return False
    own = _NAME_FIELDS.get(parent.kind_id)
    return own is None or parent.child_by_field_id(own) != node


def _text_part(text: str, path: str) -> str | None:
    return text if path == "text" else None


def _pair_part(name: str, value: str, path: str) -> str | None:
    return {"text": name, "value": value}.get(path)
