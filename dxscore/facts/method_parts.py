"""What a node inside a method tells by itself: the names it binds, whether it has a block, whether it is plain data."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds

NUMBERS = kinds("integer", "float", "rational", "complex")
BLOCKS = kinds("do_block", "block")
STRINGS = kinds("string", "delimited_symbol")
COLLECTIONS = kinds("array", "hash")
_LITERALS = NUMBERS | kinds(
    *("true", "false", "nil", "simple_symbol", "hash_key_symbol", "string_array", "symbol_array", "character"),
    *("string_content", "escape_sequence", "comment"),
)
_PAIR, _IDENTIFIER = kind("pair"), kind("identifier")
_BLOCK_ARGUMENT, _DESTRUCTURED = kind("block_argument"), kind("destructured_parameter")
_NAME = field("name")


def has_block(last: Node) -> bool:
    """Whether a call that ends so has one: `map { }` or `map(&:name)`."""
    if last.kind_id in BLOCKS:
        return True
    return any(argument.kind_id == _BLOCK_ARGUMENT for argument in last.named_children[-1:])


def identifiers(node: Node | None) -> Iterator[Node]:
    """All names below a pattern: it binds them."""
    waiting = [node] if node else []
    while waiting:
        current = waiting.pop()
        if current.kind_id == _IDENTIFIER:
            yield current
        waiting.extend(current.named_children)


def parameter_names(parameters: Node) -> Iterator[Node]:
    """The name of each parameter of a method, block or lambda, those in parentheses too."""
    waiting = parameters.named_children
    while waiting:
        parameter = waiting.pop()
        name = parameter.child_by_field_id(_NAME) or parameter
        if name.kind_id == _IDENTIFIER:
            yield name
        elif parameter.kind_id == _DESTRUCTURED:
            waiting.extend(parameter.named_children)


def is_data(collection: Node) -> bool:
    """A list or hash in which nothing is computed."""
    waiting = collection.named_children
    while waiting:
        node = waiting.pop()
        number = node.kind_id
        if number in COLLECTIONS or number in STRINGS or number == _PAIR:
            waiting.extend(node.named_children)
        elif number not in _LITERALS:
            return False
    return True
