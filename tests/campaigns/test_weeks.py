"""Points of commits become weeks."""

from __future__ import annotations

from datetime import date, timedelta

from dxscore.campaigns.weeks import weeks
from dxscore.copying import replace
from dxscore.domain.trend import Series
from tests.campaigns.series import AS_OF, a_series


def test_every_week_has_its_last_point() -> None:
    found = weeks(a_series([9, 7, 4]), None, AS_OF)
    assert [(week.end.isoweekday(), week.remaining) for week in found] == [(7, 9), (7, 7), (7, 4)]


def test_a_week_without_a_commit_is_as_the_one_before() -> None:
    series = a_series([9, 7, 4], new=[0, 1, 2], fixed=[0, 3, 5])
    gap = Series("all", "", (series.points[0], series.points[2]))
    found = weeks(gap, None, AS_OF)
    assert [(week.remaining, week.added, week.removed, week.measured) for week in found] == [
        (9, 0, 0, True),
        (9, 0, 0, False),
        (4, 2, 5, True),
    ]


def test_points_of_one_week_are_added_up() -> None:
    early, late = a_series([9, 4], new=[1, 2], fixed=[3, 7]).points
    same_week = Series("all", "", (replace(early, day=late.day - timedelta(days=3)), late))
    (week,) = weeks(same_week, None, AS_OF)
    assert (week.remaining, week.added, week.removed) == (4, 3, 10)


def test_what_came_and_went_is_unknown_when_one_point_does_not_know() -> None:
    assert [(week.added, week.removed) for week in weeks(a_series([9, 7]), None, AS_OF)] == [(None, None)] * 2


def test_the_current_week_ends_today_and_later_points_are_left_out() -> None:
    tuesday = AS_OF - timedelta(days=5)
    found = weeks(a_series([9, 7, 4]), None, tuesday)
    assert [(week.end, week.remaining) for week in found] == [
        (AS_OF - timedelta(weeks=2), 9),
        (AS_OF - timedelta(weeks=1), 7),
        (tuesday, 7),
    ]


def test_done_is_what_migration_rules_and_done_rules_find() -> None:
    todo = a_series([9, 7], done=[1, 2])
    assert [week.done for week in weeks(todo, None, AS_OF, counts_done=True)] == [1, 2]
    assert [week.done for week in weeks(todo, a_series([10, 20]), AS_OF, counts_done=True)] == [11, 22]
    assert [week.done for week in weeks(todo, None, AS_OF)] == [None, None]


def test_without_points_there_are_no_weeks() -> None:
    assert weeks(Series("all", "", ()), None, AS_OF) == ()
    assert weeks(a_series([3]), None, date(2020, 1, 1)) == ()
