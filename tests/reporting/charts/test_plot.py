from __future__ import annotations

from datetime import date, timedelta

from dxscore.copying import replace
from dxscore.domain.campaign import Forecast, Span
from dxscore.domain.trend import Point, Series
from dxscore.reporting.charts.plot import Sample, burn_down, told, trend_plot
from tests.campaign_reports import FALLING, FIRST_WEEK, a_state
from tests.factories import AS_OF


def a_series(*opened: int) -> Series:
    days = (FIRST_WEEK + timedelta(days=7 * number) for number in range(len(opened)))
    return Series(
        "all", "", tuple(Point("c", day, count, 0, 0, 0.0, 0) for day, count in zip(days, opened, strict=True))
    )


def test_a_series_is_told_by_its_ends_and_extent() -> None:
    assert told(trend_plot(a_series(20, 1200, 10), "All")) == (
        "All: 20 open findings on 2025-11-30; 10 on 2025-12-14, between 10 and 1,200"
    )
    assert told(trend_plot(a_series(1), "All")) == "All: 1 open finding on 2025-11-30"
    assert told(trend_plot(a_series(), "All")) == "All: nothing is known yet"


def test_counts_that_may_be_too_low_are_told_as_such() -> None:
    first, *rest = a_series(5, 3).points
    series = Series("all", "", (replace(first, unknown=("x.y",)), *rest))
    assert told(trend_plot(series, "All")).endswith("; 1 count may be too low")


def test_the_value_of_a_day_is_that_of_the_last_sample_and_unknown_in_gaps() -> None:
    day = date(2026, 1, 1)
    samples = [Sample(day, 4), Sample(day + timedelta(days=7), None), Sample(day + timedelta(days=14), 2)]
    plot = replace(trend_plot(a_series(), "All"), samples=tuple(samples))
    values = [plot.on(day + timedelta(days=offset)) for offset in (-1, 0, 6, 7, 13, 14, 15)]
    assert values == [None, 4, 4, None, None, 2, None]
    assert [len(run) for run in plot.runs()] == [1, 1]


def test_a_plan_leads_from_what_was_left_at_the_start_to_the_goal() -> None:
    plan = burn_down(a_state(goal=100), AS_OF).plan
    assert plan
    assert (plan.start, plan.from_, plan.end, plan.to) == (date(2026, 6, 1), FALLING[26], date(2027, 1, 31), 100)
    assert plan.on(date(2026, 10, 1)) == (FALLING[26] + 100) / 2


def test_a_range_opens_a_fan_up_to_its_latest_end() -> None:
    plot = burn_down(a_state(), AS_OF)
    assert plot.outlook
    assert [slope and slope.end for slope in (plot.outlook.early, plot.outlook.likely, plot.outlook.late)] == [
        date(2027, 1, 10),
        date(2027, 3, 1),
        date(2027, 5, 20),
    ]
    assert plot.span == Span(FIRST_WEEK, date(2027, 5, 20))


def test_without_a_latest_end_the_upper_edge_stays_where_it_is() -> None:
    outlook = burn_down(a_state(forecast=Forecast("range", date(2027, 2, 1), None, date(2027, 6, 1))), AS_OF).outlook
    assert outlook
    assert outlook.late
    assert (outlook.late.from_, outlook.late.to, outlook.late.end) == (FALLING[-1], FALLING[-1], date(2027, 6, 1))


def test_nothing_is_expected_without_a_range_or_past_the_goal() -> None:
    assert burn_down(a_state(forecast=Forecast("not converging")), AS_OF).outlook is None
    assert burn_down(a_state([5, 0]), AS_OF).outlook is None
    assert burn_down(a_state([]), AS_OF).outlook is None
