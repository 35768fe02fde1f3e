"""A rule's text and number tests -> functions that hold or don't."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from dxscore.domain.matchers import FlagTest, NumberTest, Test, TextTest

MAX_TEXT = 2000
"""Longer texts are cut before a rule's regular expression sees them: no scan hangs on one string."""

Accepts: TypeAlias = Callable[[str], bool]

_NUMBER = re.compile(r"-?\d[\d_]*(\.\d[\d_]*)?(e-?\d+)?", re.IGNORECASE)
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def text_test(test: TextTest | None) -> Accepts:
    """One of the values, or the pattern is found in it; no test accepts every text."""
    if test is None:
        return lambda _text: True
    values = frozenset(test.values)
    if not test.pattern:
        return values.__contains__
    search = re.compile(test.pattern).search
    return lambda text: text in values or search(text[:MAX_TEXT]) is not None


def constant_text_test(test: TextTest | None) -> Accepts:
    """The same for texts that are given without a leading `::`."""
    if test is None:
        return text_test(None)
    return text_test(TextTest(tuple(value.removeprefix("::") for value in test.values), test.pattern))


def number_test(test: NumberTest) -> Callable[[float], bool]:
    """`value OPERATOR number`."""
    compare, limit = _COMPARE[test.operator], test.number
    return lambda value: compare(value, limit)


def capture_test(test: Test) -> Accepts:
    """A test on a captured text: numbers as plain Ruby literals (`10_000`), flags as `true` or `false`."""
    if isinstance(test, TextTest):
        return text_test(test)
    if isinstance(test, FlagTest):
        wanted = "true" if test.value else "false"
        return lambda text: text == wanted
    holds = number_test(test)
    return lambda text: _NUMBER.fullmatch(text) is not None and holds(float(text.replace("_", "")))
