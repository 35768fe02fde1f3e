"""Progress and pace from weeks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dxscore.campaigns.progress import pace, progress
from dxscore.copying import replace
from tests.campaigns.series import AS_OF, a_campaign, some_weeks


def test_without_rules_for_what_is_done_the_whole_is_the_peak_since_the_start() -> None:
    start = AS_OF - timedelta(weeks=2, days=6)
    known = progress(a_campaign(start=start), some_weeks([500, 90, 100, 80, 25]))
    assert (known.done, known.total, known.share, known.basis) == (75, 100, 0.75, "peak")


def test_with_such_rules_the_whole_is_both_together() -> None:
    last = replace(some_weeks([25])[0], done=75)
    known = progress(a_campaign(), [last])
    assert (known.done, known.total, known.share, known.basis) == (75, 100, 0.75, "done rules")


def test_what_the_goal_leaves_undone_is_no_part_of_the_whole() -> None:
    assert progress(a_campaign(goal=20), some_weeks([100, 60])).share == 0.5
    assert progress(a_campaign(goal=20), some_weeks([100, 15])).share == 1.0


def test_nothing_was_ever_to_be_done() -> None:
    assert progress(a_campaign(), some_weeks([0, 0])).share == 1.0


def test_before_its_start_nothing_is_done() -> None:
    later = a_campaign(start=AS_OF + timedelta(days=30), target=AS_OF + timedelta(days=90))
    assert progress(later, some_weeks([100, 40])).done == 0


def test_the_pace_needed_reaches_the_goal_on_the_target() -> None:
    campaign = a_campaign(target=AS_OF + timedelta(weeks=10), goal=10)
    assert pace(campaign, some_weeks([60]), AS_OF).needed == pytest.approx(5)
    assert pace(replace(campaign, target=AS_OF), some_weeks([60]), AS_OF).needed is None


def test_the_pace_held_is_that_of_the_last_six_whole_weeks() -> None:
    past = some_weeks([1000, 100, 90, 80, 70, 60, 50, 40])
    assert pace(a_campaign(), past, AS_OF).held == pytest.approx(10)
    begun = (*past, replace(past[-1], end=AS_OF + timedelta(days=2), remaining=0))
    assert pace(a_campaign(), begun, AS_OF + timedelta(days=2)).held == pytest.approx(10)


def test_both_parts_of_the_pace_are_told_when_they_are_known() -> None:
    past = [replace(week, added=1, removed=11) for week in some_weeks([40, 30, 20])]
    held = pace(a_campaign(), past, AS_OF)
    assert (held.held, held.added, held.removed) == (10, 1, 11)


def test_two_steps_are_the_least_that_tell_a_pace() -> None:
    assert pace(a_campaign(), some_weeks([30, 20]), AS_OF).held is None
