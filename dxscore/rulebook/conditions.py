"""TEXT, NUMBER and VALUE of the rule language -> tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dxscore.domain.entities import AttributeType
from dxscore.domain.matchers import FlagTest, NumberTest, Test, TextTest, ValueTest
from dxscore.rulebook.nodes import Gathering, Items, Node, Scalar, kind_of, text_of, unusable
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.regexes import regex_error, written_regex
from dxscore.rulebook.shapes import (
    LONGEST_WORD,
    TEXT_TYPES,
    Definitions,
    Schema,
    Shape,
    choice,
    constant,
    either,
    flag,
    list_of,
    made,
)

_KINDS = (
    "string", "symbol", "integer", "float", "true", "false", "nil", "hash", "array", "const", "call", "regex", "lambda",
    "range", "other",
)  # fmt: skip
_COMPARISON = r"\s*(<=|>=|==|!=|<|>)?\s*(-?[0-9]+(?:\.[0-9]+)?)\s*"


def _read_text_test(node: Node) -> TextTest:
    if isinstance(node, Items):
        return _any_of(node)
    if not isinstance(node, Scalar) or (node.plain and not node.text):
        raise unusable(node, f"a text, a list of texts or a /regular expression/ is expected, not {kind_of(node)}")
    pattern = written_regex(node.text)
    if pattern is None:
        return TextTest(values=(node.text,))
    error, hint = regex_error(pattern)
    if error:
        raise unusable(node, error, hint)
    return TextTest(pattern=pattern)


def _read_regex(node: Node) -> str:
    test = _read_text_test(node)
    if not test.pattern:
        raise unusable(node, "a /regular expression/ is expected")
    return test.pattern


REGEX: Shape[str] = Shape(_read_regex, constant({"type": "string", "pattern": "^/.+/i?$"}))
"""`/pattern/` alone."""


def _any_of(node: Items) -> TextTest:
    if not node.items:
        raise unusable(node, "the list is empty")
    gathering = Gathering()
    tests = [test for item in node.items if (test := gathering.attempt(_read_text_test, item)) is not None]
    gathering.check()
    patterns = [test.pattern for test in tests if test.pattern]
    return TextTest(tuple(value for test in tests for value in test.values), _alternatives(patterns))


def _alternatives(patterns: Sequence[str]) -> str:
    return patterns[0] if len(patterns) == 1 else "|".join(f"(?:{pattern})" for pattern in patterns)


def _text_schema(definitions: Definitions) -> Schema:
    one = {"type": list(TEXT_TYPES)}
    definitions["text"] = {
        "description": "an exact text, a list of texts of which one must hold, or a /regular expression/",
        "anyOf": [one, {"type": "array", "minItems": 1, "items": one}],
    }
    return {"$ref": "#/$defs/text"}


TEXT: Shape[TextTest] = Shape(_read_text_test, _text_schema)
"""`save`, `[save, save!]` or `/^save/`."""


def _read_numbers(node: Node) -> tuple[NumberTest, ...]:
    comparisons = [re.fullmatch(_COMPARISON, part) for part in text_of(node)[:LONGEST_WORD].split(",")]
    if None in comparisons:
        raise unusable(node, f"a comparison such as '> 40' is expected, not {kind_of(node)}")
    return tuple(_number_test(found) for found in comparisons if found)


def _number_test(found: re.Match[str]) -> NumberTest:
    match found[1]:
        case "<" | "<=" | "!=" | ">=" | ">" as operator:
            return NumberTest(operator, float(found[2]))
        case _:
            return NumberTest("==", float(found[2]))


def _read_number(node: Node) -> NumberTest:
    if "," in text_of(node):
        raise unusable(node, "one comparison is expected here")
    return _read_numbers(node)[0]


NUMBERS: Shape[tuple[NumberTest, ...]] = Shape(
    _read_numbers,
    constant({"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_COMPARISON}(,{_COMPARISON})*$"}]}),
)
"""`"> 40"`, or `"> 40, <= 80"` where both must hold; a bare number means `==`."""

ONE_NUMBER: Shape[NumberTest] = Shape(
    _read_number, constant({"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_COMPARISON}$"}]})
)
"""A single comparison."""


def _read_capture_tests(node: Node) -> tuple[Test, ...]:
    if re.match(r"\s*(<=|>=|==|!=|<|>)\s*-?\d", text_of(node)):
        return _read_numbers(node)
    return (_read_text_test(node),)


CAPTURE_TESTS: Shape[tuple[Test, ...]] = Shape(_read_capture_tests, _text_schema)
"""Tests on a capture: comparisons when it is written as some, else a TEXT."""


def attribute_tests(kind: AttributeType) -> Shape[tuple[Test, ...]]:
    """The shape of the tests on an attribute of this type."""
    match kind:
        case "number":
            return made(NUMBERS, tuple[Test, ...])
        case "flag":
            return made(flag(), lambda value: (FlagTest(value),))
        case "text":
            return made(TEXT, lambda test: (test,))


def _value_test(values: Values) -> ValueTest:
    return ValueTest(values.get("text"), values.get("kind", ()), values.get("interpolated"))


_VALUE_KEYS = {
    "kind": Key(list_of(choice(*_KINDS)), "what kind of expression it is, or a list of kinds"),
    "interpolated": Key(flag(), "whether a string has #{...} in it"),
    "text": Key(TEXT, "strings and symbols compare by content, the rest by source text"),
}

VALUE: Shape[ValueTest] = either(
    record(Keys("a value test", _VALUE_KEYS), _value_test),
    made(TEXT, lambda test: ValueTest(text=test)),
)
"""A test on an argument, keyword value or assigned value."""
