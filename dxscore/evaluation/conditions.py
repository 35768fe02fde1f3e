"""Tests of matchers, as functions of a value."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from dxscore.domain.matchers import EntityMatcher, FlagTest, NumberTest, Test, TextTest
from dxscore.domain.subject import Placed

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


def holding(matcher: EntityMatcher, entities: Iterable[Placed]) -> Iterable[Placed]:
    """Those of which every attribute that the matcher names passes its test.

    An attribute that is None is unknown: no test on it passes. Nor does one on a value of the wrong type.
    """
    for name, test in matcher.tests:
        # Test by test rather than entity by entity: most fall at the first, and there are a hundred thousand.
        passes = _predicate(test)
        entities = [placed for placed in entities if passes(placed[1].attributes[name])]
    return entities


def _predicate(test: Test) -> Callable[[Value], bool]:
    match test:
        case NumberTest(sign, number):
            compare = _COMPARE[sign]
            return lambda value: isinstance(value, (int, float)) and compare(value, number)
        case FlagTest(wanted):
            return lambda value: value is wanted
        case TextTest(values, pattern):
            search = re.compile(pattern).search if pattern else None
            return lambda value: (
                isinstance(value, str) and (value in values or bool(search and search(value[:_LONGEST_TEXT])))
            )
