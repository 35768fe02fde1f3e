"""`case ... in`, `value => pattern` and `value in pattern` of a syntax tree -> a Case, its patterns as expressions.

A name in a pattern is a Variable, `[a, *b]` an Array, `{a:, b: 1}` a Hash, `pattern => name` an Assign; a guard makes
it a Logic 'and'. Alternatives, and patterns with a class (`Point(x:)`), are Other with their parts.
"""

from __future__ import annotations

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind
from dxscore.facts.lowering.arguments import key
from dxscore.facts.lowering.core import Lowering, by_kind, line_of
from dxscore.facts.lowering.flow import body, branch, condition
from dxscore.facts.lowering.names import target

_VALUE, _BODY, _NAME, _KEY, _CLASS = field("value"), field("body"), field("name"), field("key"), field("class")
_PATTERN, _GUARD = field("pattern"), field("guard")
_IN, _ELSE, _IDENTIFIER, _UNLESS_GUARD = kind("in_clause"), kind("else"), kind("identifier"), kind("unless_guard")
_KEYWORD, _NO_MORE = kind("keyword_pattern"), kind("hash_splat_nil")


def _case(lowering: Lowering, node: Node) -> ruby.Case:
    subject = lowering.maybe(node.child_by_field_id(_VALUE))
    children = node.named_children
    branches = tuple(_in(lowering, part) for part in children if part.kind_id == _IN)
    otherwise = next((part for part in children if part.kind_id == _ELSE), None)
    return ruby.Case(line_of(node), subject, branches, branch(lowering, otherwise))


def _in(lowering: Lowering, node: Node) -> ruby.Branch:
    matched, guard = _of(lowering, node.child_by_field_id(_PATTERN)), node.child_by_field_id(_GUARD)
    if guard is not None:
        asked = condition(lowering, guard)
        if guard.kind_id == _UNLESS_GUARD:
            asked = ruby.Logic(asked.line, "not", (asked,))
        matched = ruby.Logic(matched.line, "and", (matched, asked))
    return ruby.Branch(line_of(node), (matched,), body(lowering, node.child_by_field_id(_BODY)))


def _match(lowering: Lowering, node: Node) -> ruby.Case:
    """`value => pattern`."""
    return _single(lowering, node, ruby.Sequence(line_of(node), ()), None)


def _test(lowering: Lowering, node: Node) -> ruby.Case:
    """`value in pattern`."""
    return _single(lowering, node, ruby.Literal(line_of(node), True), ruby.Literal(line_of(node), False))


def _single(lowering: Lowering, node: Node, then: ruby.Expression, otherwise: ruby.Expression | None) -> ruby.Case:
    subject = lowering.maybe(node.child_by_field_id(_VALUE))
    matched = _of(lowering, node.child_by_field_id(_PATTERN))
    return ruby.Case(line_of(node), subject, (ruby.Branch(line_of(node), (matched,), then),), otherwise)


def _of(lowering: Lowering, node: Node | None) -> ruby.Expression:
    if node is None:
        return ruby.Other(0, "missing")
    if node.kind_id == _IDENTIFIER:
        return target(lowering, node)
    return lowering.one(node)


def _array(lowering: Lowering, node: Node) -> ruby.Expression:
    parts = tuple(_of(lowering, part) for part in node.named_children)
    if node.child_by_field_id(_CLASS) is not None:
        return ruby.Other(line_of(node), node.type, parts)
    return ruby.Array(line_of(node), parts)


def _splat(lowering: Lowering, node: Node) -> ruby.Splat:
    name = node.child_by_field_id(_NAME)
    return ruby.Splat(line_of(node), target(lowering, name) if name is not None else None)


def _hash(lowering: Lowering, node: Node) -> ruby.Expression:
    of = node.child_by_field_id(_CLASS)
    parts = [part for part in node.named_children if part != of and part.kind_id != _NO_MORE]
    found = ruby.Hash(line_of(node), tuple(_pair(lowering, part) for part in parts))
    return ruby.Other(line_of(node), node.type, (lowering.one(of), found)) if of is not None else found


def _pair(lowering: Lowering, node: Node) -> ruby.Pair:
    """`a: pattern`; `a:` binds a; `**rest` has no key."""
    if node.kind_id != _KEYWORD:
        name = node.child_by_field_id(_NAME)
        return None, target(lowering, name) if name is not None else ruby.Other(line_of(node), node.type)
    name, value = node.child_by_field_id(_KEY), node.child_by_field_id(_VALUE)
    if name is None:
        return None, lowering.other(node)
    if value is None:
        lowering.bind(lowering.text(name))
        return key(lowering, name), ruby.Variable(line_of(name), lowering.text(name))
    return key(lowering, name), _of(lowering, value)


def _as(lowering: Lowering, node: Node) -> ruby.Expression:
    matched, name = _of(lowering, node.child_by_field_id(_VALUE)), node.child_by_field_id(_NAME)
    return ruby.Assign(line_of(node), target(lowering, name), matched) if name is not None else matched


def _alternatives(lowering: Lowering, node: Node) -> ruby.Other:
    return ruby.Other(line_of(node), node.type, tuple(_of(lowering, part) for part in node.named_children))


def _reference(lowering: Lowering, node: Node) -> ruby.Expression:
    """`^name`, `^(expression)`: what is compared with, nothing is bound."""
    return lowering.inside(node)


def _parentheses(lowering: Lowering, node: Node) -> ruby.Expression:
    return _of(lowering, node.named_children[0]) if node.named_children else lowering.other(node)


LOWERERS = by_kind(
    {
        "case_match": _case,
        "match_pattern": _match,
        "test_pattern": _test,
        "array_pattern find_pattern": _array,
        "splat_parameter": _splat,
        "hash_pattern": _hash,
        "as_pattern": _as,
        "alternative_pattern": _alternatives,
        "variable_reference_pattern expression_reference_pattern": _reference,
        "parenthesized_pattern": _parentheses,
    }
)
