"""A method in the tree -> its sizes and, from the same walk, its logical lines for the search of duplicates.

The definitions of the sizes, and where they differ from RuboCop's, are in docs/metrics.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from dxscore.domain.facts import MethodMetrics
from dxscore.facts.fragments import TOKENS, LogicalLines
from dxscore.facts.grammar import field, kind, kinds, token
from dxscore.facts.lines import Lines
from dxscore.facts.method_parts import (
    BLOCKS,
    COLLECTIONS,
    NUMBERS,
    STRINGS,
    has_block,
    identifiers,
    is_data,
    parameter_names,
)
from dxscore.facts.method_walk import NestingEnd, StatementEnd, Walk

_BODY = field("body")
_FIRST_NON_TERMINAL = kind("program")
"""tree-sitter numbers its terminals first."""


class MethodReader:
    """Reads the methods of one file; `logical_lines` has gathered their statements meanwhile."""

    def __init__(self, source: bytes, lines: Lines) -> None:
        self.logical_lines = LogicalLines()
        self._source = source
        self._lines = lines

    def measure(self, method: Node) -> MethodMetrics:
        """Sizes of one `def`; of an inner `def` only the lines count as part of it."""
        walk = Walk(self._source, self.logical_lines)
        _read_all(walk, method)
        return MethodMetrics(
            code_lines=self._body_lines(method),
            statements=1 if walk.statements > 1 and _is_table(method) else walk.statements,
            complexity=1 + walk.decisions,
            assignments=walk.assignments,
            branches=walk.branches,
            conditions=walk.conditions,
            nesting=walk.deepest,
        )

    def _body_lines(self, method: Node) -> int:
        body = method.child_by_field_id(_BODY)
        return self._lines.code_between(body.start_point.row + 1, body.end_point.row + 1) if body else 0


def _read_all(walk: Walk, method: Node) -> None:
    stack, close = walk.stack, walk.logical_lines.close
    nodes, tokens = walk.logical_lines.nodes, walk.logical_lines.tokens
    _method(walk, method)
    while stack:
        item = stack.pop()
        if isinstance(item, Node):
            number = item.kind_id
            if read := _READERS.get(number):
                read(walk, item)
            elif number < _FIRST_NON_TERMINAL:
                nodes.append(item)
                tokens.append(TOKENS[number])
            else:
                stack.extend(item.children[::-1])
        elif isinstance(item, bytes):
            tokens.append(item)
        elif isinstance(item, StatementEnd):
            close(item.statement.end_byte)
        else:
            walk.nesting -= 1
            if isinstance(item, _InnerEnd):
                item.restore(walk)


def _is_table(method: Node) -> bool:
    """Whether all it does is to give one list or hash, maybe kept in a variable: code in its values is no step."""
    body = method.child_by_field_id(_BODY)
    value = _uncommented(body.named_child(0)) if body and body.kind_id in _STATEMENTS else body
    if value is None or (value != body and _uncommented(value.next_named_sibling)):
        return False
    if value.kind_id in _ASSIGNMENTS:
        value = value.child_by_field_id(_RIGHT) or value
    return value.kind_id in COLLECTIONS


def _uncommented(node: Node | None) -> Node | None:
    while node is not None and node.kind_id == _COMMENT:
        node = node.next_named_sibling
    return node


class _InnerEnd(NestingEnd):
    """Due when an inner `def` has been read: its logical lines are gathered, its sizes are not those of the outer."""

    __slots__ = ("_before",)

    def __init__(self, walk: Walk) -> None:
        self._before = tuple(getattr(walk, name) for name in _SIZES)

    def restore(self, walk: Walk) -> None:
        """The sizes as they were before it."""
        for name, value in zip(_SIZES, self._before, strict=True):
            setattr(walk, name, value)


_SIZES = (
    *("statements", "decisions", "assignments", "branches", "conditions", "nesting", "deepest"),
    *("locals", "safely_called"),
)
_IDENTIFIER, _COMMENT, _SUPER, _ELSE, _RESCUE = map(kind, ("identifier", "comment", "super", "else", "rescue"))
_INTERPOLATION = kind("interpolation")
_CLAUSES = kinds("rescue", "ensure", "else")
_STATEMENTS = kinds("body_statement", "block_body", "then", "do", "begin", "ensure", "else")
_SEPARATORS = frozenset(map(token, (".", "&.", "::")))
_SAFE_NAVIGATION, _DEFINED = token("&."), token("defined?")
_LOGICAL = frozenset(map(token, ("&&", "||", "and", "or")))
_LOGICAL_ASSIGNMENTS = frozenset(map(token, ("&&=", "||=")))
_COMPARISONS = frozenset(map(token, ("==", "!=", "===", "<", "<=", ">", ">=")))
_LEFT, _RIGHT, _NAME, _PATTERN, _OPERATOR = map(field, ("left", "right", "name", "pattern", "operator"))
_ASSIGNMENTS = kinds("assignment", "operator_assignment")

_ITERATING = frozenset(
    b"""
    all? any? chain chunk chunk_while collect collect_concat count cycle detect drop drop_while each each_cons
    each_entry each_slice each_with_index each_with_object entries filter filter_map find find_all find_index flat_map
    grep grep_v group_by inject lazy map max max_by min min_by minmax minmax_by none? one? partition reduce reject
    reverse_each select slice_after slice_before slice_when sort sort_by sum take take_while tally to_h uniq zip
    with_index with_object bsearch bsearch_index collect! combination d_permutation delete_if each_index keep_if map!
    permutation product reject! repeat repeated_combination select! sort! each_key each_pair each_value fetch
    fetch_values has_key? merge merge! transform_keys transform_keys! transform_values transform_values!
    """.split()
)
"""Methods whose block RuboCop's Metrics cops count as a loop (its KNOWN_ITERATING_METHODS)."""


def _method(walk: Walk, node: Node) -> None:
    name, body = node.child_by_field_id(_NAME), node.child_by_field_id(_BODY)
    walk.statements += body is not None and body.kind_id not in _STATEMENTS
    walk.stack.append(StatementEnd(node))
    walk.stack.extend(walk.text(child) if child == name else child for child in node.children[::-1])


def _inner_method(walk: Walk, node: Node) -> None:
    """A scope of its own."""
    walk.stack.append(_InnerEnd(walk))
    walk.locals, walk.safely_called, walk.nesting = set(), set(), 0
    _method(walk, node)


def _statements(walk: Walk, node: Node) -> None:
    """A container of statements; what came before on its line (`if x`, `each do |y|`) is a logical line."""
    walk.logical_lines.close()
    rescued = False
    for child in node.children[::-1]:
        if child.is_named and child.kind_id != _COMMENT:
            walk.statements += child.kind_id not in _CLAUSES
            rescued = rescued or child.kind_id == _RESCUE
            walk.stack.append(StatementEnd(child))
        walk.stack.append(child)
    if rescued:
        walk.decide()


def _case(walk: Walk, node: Node) -> None:
    _count_else(walk, node)
    walk.nest(node)


def _branching(walk: Walk, node: Node) -> None:
    """if, unless, while, until, for."""
    walk.decide()
    _case(walk, node)


def _decision(walk: Walk, node: Node) -> None:
    """A decision that opens no level of nesting: modifiers, `?:`, when, elsif."""
    walk.decide()
    _count_else(walk, node)
    walk.read_on(node)


def _count_else(walk: Walk, node: Node) -> None:
    walk.conditions += _ELSE in [child.kind_id for child in node.children]


def _for(walk: Walk, node: Node) -> None:
    walk.assign(node.child_by_field_id(_PATTERN))
    _branching(walk, node)


def _in(walk: Walk, node: Node) -> None:
    for name in identifiers(node.child_by_field_id(_PATTERN)):
        walk.declare(walk.text(name))
    _decision(walk, node)


def _call(walk: Walk, node: Node) -> None:
    children = node.children
    numbers = [child.kind_id for child in children]
    if _COMMENT in numbers:
        children = [child for child in children if child.kind_id != _COMMENT]
        numbers = [child.kind_id for child in children]
    at = 2 if len(children) > 2 and numbers[1] in _SEPARATORS else 0
    name = walk.text(children[at])
    walk.branches += numbers[at] != _SUPER
    if at and numbers[1] == _SAFE_NAVIGATION:
        _count_safe_navigation(walk, children[0])
    if name in _ITERATING and has_block(children[-1]):
        walk.decide()
    walk.stack.extend(children[:at:-1])
    if numbers[at] != _IDENTIFIER:
        walk.stack.append(children[at])
    elif at:
        walk.stack.append(name)
    else:
        walk.note(children[0], name)
    if at:
        walk.stack.extend((TOKENS[numbers[1]], children[0]))


def _count_safe_navigation(walk: Walk, receiver: Node) -> None:
    """A variable already asked with `&.` does not count again until it is assigned."""
    name = walk.text(receiver)
    if name not in walk.safely_called:
        walk.decide()
    if name in walk.locals:
        walk.safely_called.add(name)


def _branch(walk: Walk, node: Node) -> None:
    """`yield`, `->`: messages sent."""
    walk.branches += 1
    walk.read_on(node)


def _identifier(walk: Walk, node: Node) -> None:
    name = walk.text(node)
    if name in walk.locals:
        walk.note(node, walk.logical_lines.variable(name))
    else:
        walk.branches += 1
        walk.note(node, name)


def _spelled(walk: Walk, node: Node) -> None:
    """A terminal whose text counts."""
    walk.note(node, walk.text(node))


def _instance_variable(walk: Walk, node: Node) -> None:
    walk.note(node, walk.logical_lines.variable(walk.text(node)))


def _nothing(_walk: Walk, _node: Node) -> None:
    """Comments and semicolons make no difference."""


def _binary(walk: Walk, node: Node) -> None:
    children = node.children
    number = children[1].kind_id
    if number in _LOGICAL:
        walk.decide()
    elif number in _COMPARISONS:
        walk.conditions += 1
    else:
        walk.branches += 1
    operator = TOKENS[number] if number < _FIRST_NON_TERMINAL else children[1]  # after a syntax error anything
    walk.stack.extend((*children[:1:-1], operator, children[0]))


def _unary(walk: Walk, node: Node) -> None:
    children = node.children
    walk.branches += children[0].kind_id != _DEFINED and children[-1].kind_id not in NUMBERS
    walk.stack.extend(children[::-1])


def _list(walk: Walk, node: Node) -> None:
    """Its items and one token for the list itself: brackets and commas make no difference, where it ends does."""
    walk.stack.append(TOKENS[node.kind_id])
    walk.stack.extend(node.named_children[::-1])


def _pair(walk: Walk, node: Node) -> None:
    walk.stack.extend(node.named_children[::-1])


def _element(walk: Walk, node: Node) -> None:
    """`x[y]`."""
    walk.branches += 1
    _list(walk, node)


def _assignment(walk: Walk, node: Node) -> None:
    walk.assign(node.child_by_field_id(_LEFT))
    walk.read_on(node)


def _operator_assignment(walk: Walk, node: Node) -> None:
    operator = node.child_by_field_id(_OPERATOR)
    if operator is not None and operator.kind_id in _LOGICAL_ASSIGNMENTS:
        walk.decide()
    _assignment(walk, node)


def _method_parameters(walk: Walk, node: Node) -> None:
    """Not counted: they are assigned outside of the method."""
    for name in parameter_names(node):
        walk.declare(walk.text(name))
    _list(walk, node)


def _block_parameters(walk: Walk, node: Node) -> None:
    for name in parameter_names(node):
        walk.assign_local(walk.text(name))
    _list(walk, node)


def _caught(walk: Walk, node: Node) -> None:
    """`=> error` of a rescue."""
    walk.assign(node.named_children[0])
    walk.read_on(node)


def _string(walk: Walk, node: Node) -> None:
    """One token, whatever it says, unless code is interpolated."""
    children = node.children
    if _INTERPOLATION in [child.kind_id for child in children]:
        walk.stack.extend(children[::-1])
    else:
        _literal(walk, node)


def _literal(walk: Walk, node: Node) -> None:
    walk.note(node, TOKENS[node.kind_id])


def _collection(walk: Walk, node: Node) -> None:
    """A list of plain literals is one token: tables of data are no duplicated code."""
    if is_data(node):
        _literal(walk, node)
    else:
        _list(walk, node)


_Reader: TypeAlias = Callable[[Walk, Node], None]


def _table() -> Mapping[int, _Reader]:
    """By number of node kind; of all others, error nodes among them, the children are simply read in turn."""
    readers: tuple[tuple[frozenset[int], _Reader], ...] = (
        (kinds("identifier"), _identifier),
        (frozenset({_COMMENT, token(";")}), _nothing),
        (kinds("constant", "hash_key_symbol", "simple_symbol", "global_variable", "class_variable"), _spelled),
        (kinds("instance_variable"), _instance_variable),
        (_STATEMENTS, _statements),
        (kinds("if", "unless", "while", "until"), _branching),
        (kinds("for"), _for),
        (kinds("case", "case_match"), _case),
        (kinds("if_modifier", "unless_modifier", "while_modifier", "until_modifier"), _decision),
        (kinds("rescue_modifier", "conditional", "elsif", "when"), _decision),
        (kinds("in_clause"), _in),
        (BLOCKS, Walk.nest),
        (kinds("call"), _call),
        (kinds("yield", "lambda"), _branch),
        (kinds("element_reference"), _element),
        (kinds("argument_list", "left_assignment_list", "scope_resolution", "interpolation"), _list),
        (kinds("pair"), _pair),
        (kinds("binary"), _binary),
        (kinds("unary"), _unary),
        (kinds("assignment"), _assignment),
        (kinds("operator_assignment"), _operator_assignment),
        (kinds("method_parameters"), _method_parameters),
        (kinds("block_parameters", "lambda_parameters"), _block_parameters),
        (kinds("exception_variable"), _caught),
        (kinds("method", "singleton_method"), _inner_method),
        (STRINGS, _string),
        (kinds("string_array", "symbol_array"), _literal),
        (COLLECTIONS, _collection),
    )
    return {number: reader for numbers, reader in readers for number in numbers}


_READERS = _table()
