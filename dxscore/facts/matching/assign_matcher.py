"""`assign` in a rule -> a plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tree_sitter import Node

from dxscore.domain.matchers import AssignMatcher, TextTest
from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.anchors import Anchors, text_anchors, word_anchors
from dxscore.facts.matching.call_matcher import receiver_text
from dxscore.facts.matching.plan import Climb, Found, Path, Plan, Way, find_by
from dxscore.facts.matching.texts import Accepts, text_test
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import content, value_test

_ASSIGNMENT, _OPERATOR_ASSIGNMENT = kind("assignment"), kind("operator_assignment")
_ASSIGNMENTS = frozenset({_ASSIGNMENT, _OPERATOR_ASSIGNMENT})
_LISTS = kinds("left_assignment_list", "destructured_left_assignment", "rest_assignment")
_VALUES = kind("right_assignment_list")
_UNEVEN = kinds("rest_assignment", "destructured_left_assignment", "splat_argument")
_LEFT, _RIGHT, _OPERATOR = field("left"), field("right"), field("operator")
_IN_TARGET = Climb(
    8,
    kinds(
        *("call", "element_reference", "scope_resolution", "identifier", "constant", "self", "string", "simple_symbol"),
        *("instance_variable", "class_variable", "global_variable"),
    )
    | _LISTS,
)
"""From a word of the target up to the assignment."""
_AT_SIGN = Climb(1)
_NONE = 3
"""Worse than any anchors."""


def plan_assign(matcher: AssignMatcher) -> Plan:
    """The place is the whole assignment; `a, b = 1, 2` assigns 1 to a and 2 to b."""
    is_target = _target_test(matcher.to)
    holds = value_test(matcher.value) if matcher.value is not None else None

    def test(tree: SourceTree, node: Node) -> Found | None:
        if matcher.operators and _operator(tree, node) not in matcher.operators:
            return None
        for target, value in _assigned(node):
            text = target_text(tree, target)
            if is_target(text) and (holds is None or (value is not None and holds(tree, value))):
                return Found(node, partial(_part, tree, text, value))
        return None

    needs = tuple(anchors for anchors, _ in _choices(matcher) if anchors is not None)
    return Plan(_ways(matcher), test, _ASSIGNMENTS, needs=needs)


def _ways(matcher: AssignMatcher) -> tuple[Way, ...]:
    """By a word of the target, or by the sign where that is rarer: `||=`."""
    anchors, path = min(_choices(matcher), key=lambda choice: choice[0].commonness if choice[0] else _NONE)
    return find_by(anchors, _ASSIGNMENTS, path)


def _choices(matcher: AssignMatcher) -> Iterator[tuple[Anchors | None, Path]]:
    yield text_anchors(matcher.to), _IN_TARGET
    if matcher.operators and "=" not in matcher.operators:
        yield word_anchors(matcher.operators), _AT_SIGN


def target_text(tree: SourceTree, target: Node) -> str:
    """As written, with `.` for `&.`, `'` for `"` and without a leading `::`: `config.x`, `ENV['X']`."""
    return receiver_text(tree, target).replace('"', "'")


def _target_test(to: TextTest) -> Accepts:
    """The whole target; with a dot, also its end: `config.x` for `Rails.application.config.x`."""
    accepts = text_test(to)
    values = [value.removeprefix("::").replace('"', "'") for value in to.values]
    tails = tuple(f".{value}" for value in values if "." in value)
    return lambda text: text in values or text.endswith(tails) or accepts(text)


def _operator(tree: SourceTree, node: Node) -> str:
    sign = node.child_by_field_id(_OPERATOR)
    return "=" if sign is None else text_of(tree.source, sign)


def _assigned(node: Node) -> Iterator[tuple[Node, Node | None]]:
    """Target, value; None for a value that only runs can tell."""
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None:
        return
    if left.kind_id not in _LISTS:
        yield left, right
        return
    targets = left.named_children
    values: list[Node] = right.named_children if right is not None and right.kind_id == _VALUES else []
    if any(item.kind_id in _UNEVEN for item in (*targets, *values)):
        values = []
    for index, target in enumerate(targets):
        for single in _flat(target):
            yield single, values[index] if index < len(values) else None


def _flat(target: Node) -> Iterator[Node]:
    """`(a, *b)` assigns to a and b."""
    if target.kind_id not in _LISTS:
        yield target
        return
    for inner in target.named_children:
        yield from _flat(inner)


def _part(tree: SourceTree, target: str, value: Node | None, path: str) -> str | None:
    if path == "value":
        return content(tree, value) if value is not None else ""
    return target if path in ("to", "text") else None
