from __future__ import annotations

import pytest

from dxscore.domain.history import Age
from dxscore.evaluation.messages import filled, said_age


def test_holes_with_a_value_are_filled_and_others_stay() -> None:
    assert filled("{name} has {lines} lines, {age}", {"name": "a", "lines": 3}) == "a has 3 lines, {age}"


def test_a_value_that_looks_like_a_hole_is_not_filled_again() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_numbers_lose_needless_decimals() -> None:
    assert filled("{abc} {share} {none}", {"abc": 12.0, "share": 0.75, "none": None}) == "12 0.75 none"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (Age(1), "1 day old"),
        (Age(59), "59 days old"),
        (Age(400), "13 months old"),
        (Age(1095, at_least=True), "over 3 years old"),
        (None, "of unknown age"),
    ],
)
def test_ages_are_said_in_the_largest_fitting_unit(age: Age | None, said: str) -> None:
    assert said_age(age) == said
