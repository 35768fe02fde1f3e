"""Shapes of YAML values: each reads a node into a checked value and says the same as JSON Schema.

The rule language is written down once, as tables of these shapes; loader and editor schema can't drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from math import isfinite
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from dxscore.rulebook.nodes import (
    Gathering,
    Items,
    Node,
    Scalar,
    Table,
    kind_of,
    shortened,
    text_of,
    unusable,
)
from dxscore.suggestions import did_you_mean

S = TypeVar("S")
T = TypeVar("T")
Schema: TypeAlias = dict[str, Any]
Definitions: TypeAlias = dict[str, Schema]
"""Named parts of the schema, filled while it is made."""

TEXT_TYPES = ("string", "number", "boolean")
"""JSON types of a YAML scalar that is read as text: `1` and `false` compare by their source text."""

LONGEST_WORD = 500
"""Characters of a text that is matched by a pattern, so that no pattern has much to chew on."""

BOOLEANS: Mapping[str, bool] = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Shape(Struct, Generic[T], frozen=True):
    """What may stand at a place of a rule file."""

    read: Callable[[Node], T]
    """Node -> value; raises UnusableError with everything that is wrong with the node."""
    schema: Callable[[Definitions], Schema]
    """The JSON Schema of the place; adds the parts it refers to."""


def constant(schema: Schema) -> Callable[[Definitions], Schema]:
    """A schema that refers to no other part."""
    return lambda _: dict(schema)


def text(what: str = "a text", pattern: str = "", *, may_be_empty: bool = False) -> Shape[str]:
    """A text without control characters; `pattern` must match all of it."""

    def read(node: Node) -> str:
        if not isinstance(node, Scalar) or not (may_be_empty or node.text.strip()):
            raise unusable(node, f"{what} is expected, not {kind_of(node)}")
        if pattern and (len(node.text) > LONGEST_WORD or not re.fullmatch(pattern, node.text)):
            raise unusable(node, f"'{shortened(node.text)}' is not {what}")
        if not all(sign.isprintable() or sign in "\n\t" for sign in node.text):
            raise unusable(node, f"'{shortened(node.text)}' has a control character in it")
        return node.text

    schema: Schema = {"type": [*TEXT_TYPES, *(["null"] if may_be_empty else [])], "description": what}
    schema |= {"pattern": f"^(?:{pattern})$"} if pattern else {}
    schema |= {} if may_be_empty else {"minLength": 1}
    return Shape(read, constant(schema))


def source_code() -> Shape[str]:
    """The content of a file, whatever it is; empty too."""

    def read(node: Node) -> str:
        if not isinstance(node, Scalar):
            raise unusable(node, f"source code is expected, not {kind_of(node)}")
        return node.text

    return Shape(read, constant({"type": [*TEXT_TYPES, "null"], "description": "source code"}))


def choice(*words: str, also: Mapping[str, str] | None = None) -> Shape[str]:
    """One of a few words; `also` maps other spellings to them."""
    spellings = {word: word for word in words} | dict(also or {})

    def read(node: Node) -> str:
        word = text_of(node)
        if word not in spellings:
            raise unusable(node, f"{kind_of(node)} is none of {', '.join(words)}", did_you_mean(word, words))
        return spellings[word]

    booleans = sorted({BOOLEANS[word] for word in spellings if word in BOOLEANS})
    return Shape(read, constant({"enum": [*spellings, *booleans]}))


def flag(*, only: bool | None = None) -> Shape[bool]:
    """True or false (YAML's yes and no too); `only` restricts it to one of them."""
    expected = "true or false" if only is None else str(only).lower()

    def read(node: Node) -> bool:
        value = BOOLEANS.get(text_of(node).lower())
        if value is None or only not in (None, value):
            raise unusable(node, f"{expected} is expected, not {kind_of(node)}")
        return value

    return Shape(read, constant({"type": "boolean"} if only is None else {"const": only}))


def number(least: float = 0) -> Shape[float]:
    """A finite number from `least` on."""

    def read(node: Node) -> float:
        value = _number(text_of(node))
        if value is None or value < least:
            raise unusable(node, f"a number from {least:g} is expected, not {kind_of(node)}")
        return value

    return Shape(read, constant({"type": "number", "minimum": least}))


def whole_number(least: int = 0) -> Shape[int]:
    """An integer from `least` on."""

    def read(node: Node) -> int:
        if not re.fullmatch("[0-9]{1,9}", text_of(node)) or int(text_of(node)) < least:
            raise unusable(node, f"a whole number from {least} is expected, not {kind_of(node)}")
        return int(text_of(node))

    return Shape(read, constant({"type": "integer", "minimum": least, "maximum": 999_999_999}))


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in word else None


def day() -> Shape[date]:
    """A date, `2027-01-31`."""
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def read(node: Node) -> date:
        with suppress(ValueError):
            if re.fullmatch(pattern, text_of(node)):
                return date.fromisoformat(text_of(node))
        raise unusable(node, f"a date such as 2027-01-31 is expected, not {kind_of(node)}")

    return Shape(read, constant({"type": "string", "pattern": f"^{pattern}$"}))


def list_of(item: Shape[T], *, strict: bool = False) -> Shape[tuple[T, ...]]:
    """A list that is not empty; a single value stands for a list of one, unless `strict`."""

    def read(node: Node) -> tuple[T, ...]:
        if isinstance(node, Items):
            return _all(item, node)
        if strict:
            raise unusable(node, f"a list is expected, not {kind_of(node)}")
        return (item.read(node),)

    def schema(definitions: Definitions) -> Schema:
        one = item.schema(definitions)
        many: Schema = {"type": "array", "items": one, "minItems": 1}
        return many if strict else {"anyOf": [one, many]}

    return Shape(read, schema)


def _all(item: Shape[T], node: Items) -> tuple[T, ...]:
    if not node.items:
        raise unusable(node, "the list is empty")
    gathering = Gathering()
    values = [gathering.attempt(item.read, part) for part in node.items]
    gathering.check()
    return tuple(value for value in values if value is not None)


def map_of(key: Shape[str], value: Shape[T], pattern: str = "") -> Shape[dict[str, T]]:
    """A mapping whose keys the author chooses; `pattern` is what the schema says of the keys."""

    def read(node: Node) -> dict[str, T]:
        if not isinstance(node, Table):
            raise unusable(node, f"a mapping is expected, not {kind_of(node)}")
        gathering = Gathering()
        pairs = [
            (gathering.attempt(key.read, name), gathering.attempt(value.read, part)) for name, part in node.entries
        ]
        gathering.check()
        return {name: part for name, part in pairs if name is not None and part is not None}

    def schema(definitions: Definitions) -> Schema:
        properties = {f"^(?:{pattern})$" if pattern else ".": value.schema(definitions)}
        return {"type": "object", "patternProperties": properties, "additionalProperties": False}

    return Shape(read, schema)


def either(mapping: Shape[T], other: Shape[T]) -> Shape[T]:
    """A mapping is read by one shape, anything else by the other."""

    def read(node: Node) -> T:
        return mapping.read(node) if isinstance(node, Table) else other.read(node)

    return Shape(read, lambda definitions: {"anyOf": [other.schema(definitions), mapping.schema(definitions)]})


def made(shape: Shape[S], make: Callable[[S], T]) -> Shape[T]:
    """A shape whose value is made into another."""
    return Shape(lambda node: make(shape.read(node)), shape.schema)


def named(name: str, shape: Callable[[], Shape[T]]) -> Shape[T]:
    """A shape that may contain itself: known by name in the schema, looked up when it is needed."""

    def schema(definitions: Definitions) -> Schema:
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = shape().schema(definitions)
        return {"$ref": f"#/$defs/{name}"}

    return Shape(lambda node: shape().read(node), schema)
