import pytest

from dxscore.domain.matchers import FlagTest, NumberTest, Test, TextTest
from dxscore.facts.matching.texts import capture_test, text_test


def test_a_text_is_one_of_the_values_or_holds_the_pattern() -> None:
    accepts = text_test(TextTest(("a", "b"), "c$"))
    assert [text for text in ("a", "b", "ab", "abc", "cd", "") if accepts(text)] == ["a", "b", "abc"]


def test_no_test_accepts_everything() -> None:
    assert text_test(None)("anything")


@pytest.mark.parametrize(
    ("test", "text", "passes"),
    [
        (NumberTest(">", 30), "31", True),
        (NumberTest(">", 30), "30", False),
        (NumberTest("==", 10_000), "10_000", True),
        (NumberTest("<", 0), "-1.5", True),
        (NumberTest("!=", 1), "1e3", True),
        (NumberTest(">=", 0), "30.seconds", False),
        (NumberTest(">=", 0), "", False),
        (NumberTest("<=", 9), "nan", False),
        (FlagTest(True), "true", True),
        (FlagTest(True), "false", False),
        (FlagTest(False), "nil", False),
        (TextTest(("x",)), "x", True),
    ],
)
def test_tests_on_captures(test: Test, text: str, passes: bool) -> None:
    assert capture_test(test)(text) is passes
