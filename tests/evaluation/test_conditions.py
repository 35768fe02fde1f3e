from __future__ import annotations

import pytest

from dxscore.domain.facts import Entity
from dxscore.domain.matchers import EntityMatcher, FlagTest, NumberTest, Test, TextTest
from dxscore.evaluation.conditions import Value, holding


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
    assert _holds(EntityMatcher("def", (("x", test),)), x=value) is expected


def test_all_tests_of_an_entity_matcher_must_pass() -> None:
    matcher = EntityMatcher("def", (("lines", NumberTest(">", 10)), ("name", TextTest(("call",)))))
    assert _holds(matcher, lines=11, name="call")
    assert not _holds(matcher, lines=9, name="call")
    assert not _holds(matcher, lines=11, name="find")


def test_a_pattern_sees_only_the_beginning_of_a_long_text() -> None:
    assert not _holds(EntityMatcher("def", (("name", TextTest((), "end$")),)), name="x" * 5000 + "end")


def test_without_tests_all_entities_hold() -> None:
    assert _holds(EntityMatcher("def", ()), name="x")


def _holds(matcher: EntityMatcher, **attributes: Value) -> bool:
    placed = ("a.rb", Entity("def", 1, 1, "", attributes))
    return [*holding(matcher, [placed])] == [placed]
