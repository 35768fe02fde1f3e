"""The forecast, held against what came."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dxscore.campaigns.backtest import Outcome, backtest
from dxscore.campaigns.forecast import WINDOW_WEEKS

STEADY = list(range(200, -1, -2))


def outcomes(remaining: Sequence[int], goal_share: float = 0.0) -> set[Outcome]:
    return {case.outcome for case in backtest(remaining, goal_share, step=4, futures=40)}


def test_a_steady_fall_ends_as_it_was_said() -> None:
    assert outcomes(STEADY) == {Outcome.WITHIN}
    assert outcomes(STEADY, 0.5) == {Outcome.WITHIN}


def test_a_steady_fall_that_stops_ends_late() -> None:
    assert Outcome.LATE in outcomes([*range(200, 100, -2), *[100] * 200])


def test_a_steady_fall_that_is_cut_short_by_a_great_day_ends_early() -> None:
    assert Outcome.EARLY in outcomes([*range(200, 100, -2), 0, 0, 0])


def test_what_the_series_does_not_see_is_undecided() -> None:
    assert outcomes(STEADY[:40]) == {Outcome.UNDECIDED}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([4999] * 170, Outcome.RIGHTLY_ENDLESS),
        ([4999] * 10, Outcome.UNDECIDED),
        ([4999, 0, 0], Outcome.WRONGLY_ENDLESS),
    ],
)
def test_no_end_in_sight(later: list[int], expected: Outcome) -> None:
    (case, *_) = backtest([*[5000] * WINDOW_WEEKS, *later], 0.0, futures=40)
    assert (case.outcome, case.open_end, case.width) == (expected, True, None)


def test_without_a_fall_there_is_no_case() -> None:
    assert list(backtest(range(100), 0.0)) == []
    assert list(backtest([0] * 100, 0.0)) == []
