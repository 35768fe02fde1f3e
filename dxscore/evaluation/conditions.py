"""Tests of matchers, as functions of a value."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from dxscore.domain.matchers import EntityMatcher, FlagTest, NumberTest, Test, TextTest

Value: TypeAlias = str | int | float | bool | None

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_LONGEST_TEXT = 2000
"""A regular expression from a rule sees at most this many characters of scanned text, so that it can't hang a scan."""


def holds(matcher: EntityMatcher, attributes: Mapping[str, Value]) -> bool:
    """Whether all tests of the matcher pass. An attribute that is None is unknown: no test on it passes."""
    return all(passes(test, attributes.get(name)) for name, test in matcher.tests)


def passes(test: Test, value: Value) -> bool:
    """Whether one value passes one test; a value of the wrong type does not."""
    match test, value:
        case _, None:
            return False
        case NumberTest(sign, number), (int() | float()):
            return _COMPARE[sign](value, number)
        case FlagTest(wanted), bool():
            return value is wanted
        case TextTest(values, pattern), str():
            return value in values or bool(pattern and _compiled(pattern).search(value[:_LONGEST_TEXT]))
    return False


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
