from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.campaign import Span
from dxscore.reporting.charts.axis import DayAxis, day_ticks, number_ticks

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def a_span(start: str, end: str) -> Span:
    return Span(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("span", "most", "labels"),
    [
        (a_span("2026-11-02", "2026-11-29"), 8, ["2 Nov", "9 Nov", "16 Nov", "23 Nov"]),
        (a_span("2026-10-15", "2027-02-01"), 8, ["Nov 2026", "Dec", "2027", "Feb"]),
        (a_span("2026-06-01", "2027-08-31"), 5, ["Jul 2026", "Oct", "2027", "Apr", "Jul"]),
        (a_span("2021-03-01", "2026-11-25"), 6, ["2022", "2023", "2024", "2025", "2026"]),
        (a_span("2026-11-25", "2026-11-25"), 8, ["25 Nov 2026"]),
    ],
)
def test_ticks_are_weeks_months_quarters_or_years(span: Span, most: int, labels: list[str]) -> None:
    assert [tick.label for tick in day_ticks(span, most)] == labels


@given(DAYS, st.integers(0, 20_000), st.integers(1, 30))
def test_there_are_never_more_ticks_than_fit_nor_none_nor_any_outside(start: date, days: int, most: int) -> None:
    span = Span(start, start + timedelta(days=days))
    ticks = day_ticks(span, most)
    assert 1 <= len(ticks) <= most
    assert all(span.start <= tick.day <= span.end for tick in ticks)


@pytest.mark.parametrize(
    ("top", "numbers"),
    [(0, (0,)), (1, (0, 1)), (3, (0, 1, 2, 3)), (7, (0, 2, 4, 6, 8)), (1003, (0, 250, 500, 750, 1000, 1250))],
)
def test_numbers_are_round_and_reach_the_top(top: float, numbers: tuple[float, ...]) -> None:
    assert number_ticks(top, 5) == numbers


@given(st.integers(0, 10**9), st.integers(1, 12))
def test_numbers_never_are_more_than_asked_for_and_reach_the_top(top: int, most: int) -> None:
    numbers = number_ticks(top, most)
    assert len(numbers) <= most + 1
    assert numbers[-1] >= top


def test_days_lie_in_proportion_and_those_outside_at_the_edge() -> None:
    axis = DayAxis(a_span("2026-01-01", "2026-01-10"), 100, 200)
    assert axis.at(date(2026, 1, 6)) == pytest.approx(150)
    assert axis.after(date(2026, 1, 10)) == pytest.approx(200)
    assert (axis.at(date(2020, 1, 1)), axis.at(date(2030, 1, 1))) == (100, 200)
    assert axis.after(date.max) == 200


@given(DAYS, st.integers(0, 4000), st.integers(0, 4000))
def test_a_place_gives_its_day_back(start: date, length: int, offset: int) -> None:
    axis = DayAxis(Span(start, start + timedelta(days=length)), 0, 10_000)
    day = start + timedelta(days=min(offset, length))
    assert axis.day(axis.at(day) + 0.01) == day
