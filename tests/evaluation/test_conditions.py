from __future__ import annotations

import pytest

from dxscore.domain.matchers import EntityMatcher, FlagTest, NumberTest, Test, TextTest
from dxscore.evaluation.conditions import Value, condition


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        (NumberTest(">", 40), 41, True),
        (NumberTest(">", 40), 40, False),
        (NumberTest("<=", 1.5), 1.5, True),
        (NumberTest("!=", 3), 4, True),
        (NumberTest("==", 3), "3", False),
        (FlagTest(True), True, True),
        (FlagTest(True), 1, False),
        (TextTest(("a", "b")), "b", True),
        (TextTest(("a",)), "ab", False),
        (TextTest((), "^find_"), "find_by", True),
        (TextTest((), "^find_"), "refind_by", False),
        (TextTest(("x",), "y"), "xyz", True),
        (NumberTest(">", 0), None, False),
        (TextTest((), "."), None, False),
        (FlagTest(False), None, False),
    ],
)
def test_a_value_passes_a_test_of_its_own_type_only(test: Test, value: Value, expected: bool) -> None:
    assert condition(EntityMatcher("def", (("x", test),)))({"x": value}) is expected


def test_all_tests_of_an_entity_matcher_must_pass() -> None:
    matcher = EntityMatcher("def", (("lines", NumberTest(">", 10)), ("name", TextTest(("call",)))))
    holds = condition(matcher)
    assert holds({"lines": 11, "name": "call"})
    assert not holds({"lines": 9, "name": "call"})
    assert not holds({"lines": 11})


def test_a_pattern_sees_only_the_beginning_of_a_long_text() -> None:
    holds = condition(EntityMatcher("def", (("name", TextTest((), "end$")),)))
    assert not holds({"name": "x" * 5000 + "end"})
