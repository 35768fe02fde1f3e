"""When a campaign ends, as a range, or why that can't be said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.campaigns.forecast import HORIZON_WEEKS, at_share, forecast, futures
from dxscore.copying import replace
from tests.campaigns.series import AS_OF, a_campaign, some_weeks

STEADY = [100 - 5 * week for week in range(13)]
STEPS = [100, 100, 100, 60, 60, 62, 62, 62, 40, 40, 40, 41, 41]


def test_a_steady_fall_ends_when_it_would() -> None:
    said = forecast(a_campaign(), some_weeks(STEADY), AS_OF)
    assert (said.earliest, said.likely, said.latest) == (AS_OF + timedelta(weeks=8),) * 3
    assert said.in_time == 1.0


def test_a_fall_in_steps_ends_at_a_range() -> None:
    said = forecast(a_campaign(), some_weeks(STEPS), AS_OF)
    assert said.verdict == "range"
    assert said.earliest
    assert said.likely
    assert said.earliest < said.likely
    assert said.latest is None or said.likely < said.latest


def test_the_same_weeks_give_the_same_forecast() -> None:
    once, again = (forecast(a_campaign(), some_weeks(STEPS), AS_OF) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(("remaining", "said"), [([50] * 13, "nothing has moved"), (range(50, 63), "12 more remain")])
def test_what_does_not_fall_does_not_converge(remaining: list[int], said: str) -> None:
    found = forecast(a_campaign(), some_weeks(remaining), AS_OF)
    assert (found.verdict, found.likely) == ("not converging", None)
    assert said in found.reason


def test_what_falls_too_slowly_does_not_converge_either() -> None:
    found = forecast(a_campaign(), some_weeks([5000, *[4999] * 12]), AS_OF)
    assert found.verdict == "not converging"
    assert "3 years" in found.reason


def test_few_weeks_allow_no_forecast() -> None:
    assert forecast(a_campaign(), some_weeks([50, 40, 30]), AS_OF).verdict == "unknown"


def test_at_the_goal_there_is_nothing_to_forecast() -> None:
    assert forecast(a_campaign(goal=40), some_weeks(STEADY), AS_OF).verdict == "reached"


def test_weeks_before_the_start_count_only_while_the_campaign_is_young() -> None:
    weeks = some_weeks([*[100] * 8, 90, 80, 70, 60, 50])
    old = forecast(a_campaign(start=AS_OF - timedelta(weeks=30)), weeks, AS_OF)
    own = forecast(a_campaign(start=AS_OF - timedelta(weeks=4)), weeks, AS_OF)
    assert own.latest == AS_OF + timedelta(weeks=5)
    assert old.latest is None or own.latest < old.latest


def test_half_a_week_is_no_week() -> None:
    weeks = some_weeks(STEADY)
    begun = (*weeks, replace(weeks[-1], end=AS_OF + timedelta(days=1)))
    likely = forecast(a_campaign(), begun, AS_OF + timedelta(days=1)).likely
    assert likely == AS_OF + timedelta(weeks=8, days=1)


@given(st.lists(st.integers(-20, 60), min_size=4, max_size=12), st.integers(1, 400))
def test_futures_are_sorted_and_within_the_horizon(steps: list[int], left: int) -> None:
    ends = futures(steps, left, 50)
    known = [end for end in ends if end is not None]
    assert len(ends) == 50
    assert known == sorted(known)
    assert ends[: len(known)] == known
    assert all(1 <= end <= HORIZON_WEEKS for end in known)


@given(st.lists(st.integers(-20, 60), min_size=4, max_size=12), st.integers(1, 300))
def test_no_future_is_faster_than_the_best_week(steps: list[int], left: int) -> None:
    first = at_share(futures(steps, left, 20), 0.0)
    assert first is None or first * max(steps) >= left


def test_shares_of_futures() -> None:
    ends = [1, 2, 3, None]
    assert [at_share(ends, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 3, None, None]
