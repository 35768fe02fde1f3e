"""A node -> the calls that it is, whatever the surface form: name, receiver, arguments, keywords, block.

`foo 1`, `foo(1)`, `a.foo`, `a&.foo`, `a::foo`, a bare `foo`, `x[1]`; on request `a.send(:foo, 1)` and `map(&:foo)` too.
`super`, `yield`, operators and the target of an assignment (`a.foo = 1`) are no calls; `a.foo ||= 1` reads first: one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct
from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.locals import is_bare_call
from dxscore.facts.matching.plan import Climb
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import STRINGS, SYMBOLS, content

CALL, ELEMENT, IDENTIFIER = kind("call"), kind("element_reference"), kind("identifier")
CALLS = frozenset({CALL, ELEMENT, IDENTIFIER})
_CONSTANT = kind("constant")
_NAMES = frozenset({IDENTIFIER, _CONSTANT})
_PAIR, _HASH = kind("pair"), kind("hash")
_HASHLIKE = kinds("pair", "hash_splat_argument", "forward_argument")
_SPLATS = kinds("splat_argument", "forward_argument")
_KEYWORD_SPLATS = kinds("hash_splat_argument", "forward_argument")
_BLOCK_ARGUMENT, _COMMENT = kind("block_argument"), kind("comment")
_TARGET_LISTS = kinds("left_assignment_list", "rest_assignment", "destructured_left_assignment", "exception_variable")
_TARGET_FIELDS = {kind("assignment"): field("left"), kind("for"): field("pattern")}
_METHOD, _RECEIVER, _ARGUMENTS, _BLOCK = field("method"), field("receiver"), field("arguments"), field("block")
_OBJECT, _KEY, _VALUE = field("object"), field("key"), field("value")

_SENT = Climb(4)
"""Text, string, block argument, argument list, call."""
_SENDERS = frozenset({"send", "public_send", "__send__", "try", "try!"})


class Arguments(Struct, frozen=True):
    """What is passed, in order; a hash that comes last is keywords, with or without braces."""

    positional: tuple[Node, ...]
    keywords: tuple[tuple[str, Node | None], ...]
    """Key by content -> value; None for the short form `f(x:)`."""
    open_positions: bool
    """`*list` or `...`: how many there are is unknown."""
    open_keywords: bool
    """`**options` or `...`: there may be more."""
    block: Node | None
    """`&block`, `&:name`."""


_NO_ARGUMENTS = Arguments((), (), open_positions=False, open_keywords=False, block=None)


class Call(NamedTuple):
    """One call at a node; a tuple because one is made for every candidate."""

    node: Node
    name: str
    at: Node
    """The node of the name."""
    receiver: Node | None
    arguments: Node | None
    """The argument list; for `x[1]` the node itself."""
    skip: int = 0
    """Leading arguments that are not the call's own: the name in `send(:foo, 1)`."""
    passed: bool = False
    """`map(&:foo)`: something unknown is the receiver, and nothing is passed."""


def calls_at(tree: SourceTree, node: Node, accepts: Callable[[str], bool]) -> Iterator[Call]:
    """The calls of an accepted name that a node of the kinds `CALLS` is, those by a literal included."""
    direct = direct_call(tree, node)
    if direct is None:
        return
    if accepts(direct.name) and is_expression(tree, direct):
        yield direct
    for sent in _sent(tree, direct):
        if accepts(sent.name):
            yield sent


def direct_call(tree: SourceTree, node: Node) -> Call | None:
    """The call that a node of the kinds `CALLS` is by its own name; see `is_expression`."""
    return tree.once(node, _read_call)


def _read_call(tree: SourceTree, node: Node) -> Call | None:
    if node.kind_id == CALL:
        method, receiver = node.child_by_field_id(_METHOD), node.child_by_field_id(_RECEIVER)
        arguments = node.child_by_field_id(_ARGUMENTS)
        if method is None:
            return Call(node, "call", node, receiver, arguments)
        if method.kind_id not in _NAMES:
            return None
        return Call(node, text_of(tree.source, method), method, receiver, arguments)
    if node.kind_id == ELEMENT:
        return Call(node, "[]", node, node.child_by_field_id(_OBJECT), node)
    return Call(node, text_of(tree.source, node), node, None, None)


def is_expression(tree: SourceTree, call: Call) -> bool:
    """Not the target of an assignment and, for a bare name, not a local variable."""
    if call.node.kind_id == IDENTIFIER:
        return is_bare_call(tree, call.node)
    parent = call.node.parent
    if parent is None or parent.kind_id in _TARGET_LISTS:
        return False
    target = _TARGET_FIELDS.get(parent.kind_id)
    return target is None or parent.child_by_field_id(target) != call.node


def name_places(_tree: SourceTree, leaf: Node) -> tuple[Node, ...]:
    """Where a call may be whose name holds this leaf."""
    kind_id = leaf.kind_id
    if kind_id in _NAMES:
        parent = leaf.parent
        if parent is not None and parent.kind_id == CALL and parent.child_by_field_id(_METHOD) == leaf:
            return (parent,)
        return (leaf,) if kind_id == IDENTIFIER else ()
    if kind_id == CALL:
        return (leaf,)
    parent = None if leaf.is_named else leaf.parent
    return (parent,) if parent is not None and parent.kind_id == ELEMENT else ()


def sent_places(tree: SourceTree, leaf: Node) -> Iterator[Node]:
    """Where a call may be whose name, or the literal it sends, holds this leaf."""
    yield from name_places(tree, leaf)
    if leaf.kind_id not in _NAMES:
        yield from _SENT(tree, leaf)


def is_splat(node: Node) -> bool:
    """`*list`."""
    return node.kind_id in _SPLATS


def arguments_of(tree: SourceTree, call: Call) -> Arguments:
    """Takes the argument list apart."""
    if call.arguments is None:
        return _NO_ARGUMENTS
    return _taken_apart(tree, call) if call.skip else tree.once(call.node, _own_arguments)


def _own_arguments(tree: SourceTree, node: Node) -> Arguments:
    call = direct_call(tree, node)
    return _NO_ARGUMENTS if call is None or call.arguments is None else _taken_apart(tree, call)


def _taken_apart(tree: SourceTree, call: Call) -> Arguments:
    nodes = [node for node in _listed(call) if node.kind_id != _COMMENT]
    block = next((node for node in nodes if node.kind_id == _BLOCK_ARGUMENT), None)
    nodes = [node for node in nodes if node.kind_id != _BLOCK_ARGUMENT][call.skip :]
    if nodes and nodes[-1].kind_id == _HASH:
        nodes[-1:] = nodes[-1].named_children
    pairs = [node for node in nodes if node.kind_id == _PAIR]
    return Arguments(
        positional=tuple(node for node in nodes if node.kind_id not in _HASHLIKE),
        keywords=tuple(_keyword(tree, pair) for pair in pairs),
        open_positions=any(node.kind_id in _SPLATS for node in nodes),
        open_keywords=any(node.kind_id in _KEYWORD_SPLATS for node in nodes),
        block=block,
    )


def has_block(call: Call) -> bool:
    """A literal block, or one passed with `&`."""
    if call.node.kind_id == IDENTIFIER or call.passed:
        return False
    if call.node.child_by_field_id(_BLOCK) is not None:
        return True
    return any(node.kind_id == _BLOCK_ARGUMENT for node in _listed(call))


def chain_names(tree: SourceTree, receiver: Node | None) -> Iterator[str]:
    """Names of the calls before the dot, from right to left, then the constant that the chain begins with."""
    node = receiver
    while node is not None:
        if node.kind_id == CALL:
            method = node.child_by_field_id(_METHOD)
            yield "call" if method is None else text_of(tree.source, method)
            node = node.child_by_field_id(_RECEIVER)
        elif node.kind_id == ELEMENT:
            yield "[]"
            node = node.child_by_field_id(_OBJECT)
        else:
            if node.kind_id != IDENTIFIER or is_bare_call(tree, node):
                yield tree.text(node).removeprefix("::")
            return


def _sent(tree: SourceTree, call: Call) -> Iterator[Call]:
    listed = _listed(call)
    if call.name in _SENDERS and listed and (name := _literal(tree, listed[0])) is not None:
        yield Call(call.node, name, listed[0], call.receiver, call.arguments, skip=1)
    for node in listed:
        if node.kind_id == _BLOCK_ARGUMENT and (passed := node.named_child(0)) is not None:
            name = _literal(tree, passed)
            if name is not None:
                yield Call(call.node, name, passed, None, None, passed=True)


def _listed(call: Call) -> list[Node]:
    if call.arguments is None:
        return []
    nodes = call.arguments.named_children
    if call.node.kind_id == ELEMENT:
        own = (call.receiver, call.node.child_by_field_id(_BLOCK))
        return [node for node in nodes if node not in own]
    return nodes


def _literal(tree: SourceTree, node: Node) -> str | None:
    return content(tree, node) if node.kind_id in SYMBOLS or node.kind_id in STRINGS else None


def _keyword(tree: SourceTree, pair: Node) -> tuple[str, Node | None]:
    key = pair.child_by_field_id(_KEY)
    return "" if key is None else content(tree, key), pair.child_by_field_id(_VALUE)
