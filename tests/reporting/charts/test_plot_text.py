from __future__ import annotations

from datetime import date, timedelta

import pytest

from dxscore.copying import replace
from dxscore.domain.campaign import Forecast, Span
from dxscore.reporting.charts.plot import Plot, Sample, burn_down
from dxscore.reporting.charts.plot_text import plot_lines
from dxscore.reporting.terminal import rendered
from dxscore.reporting.view import View
from tests.campaign_reports import FALLING, a_state
from tests.factories import AS_OF

START = date(2026, 1, 5)


def a_plot(*values: float | None) -> Plot:
    samples = tuple(Sample(START + timedelta(days=7 * number), value) for number, value in enumerate(values))
    return Plot("All", "finding", Span(START, samples[-1].day if samples else START), samples)


def lines(plot: Plot, width: int = 20) -> list[str]:
    view = View(width=width, terminal=True)
    return rendered(plot_lines(plot, view), view).splitlines()


def test_the_area_falls_from_block_to_block() -> None:
    assert lines(a_plot(8, 6, 4, 2, 0)) == [
        " 8┤████",
        "  │████",
        " 6┤████████",
        "  │████████",
        " 4┤████████████",
        "  │████████████",
        " 2┤████████████████",
        "  │████████████████▁",
        " 0└─────────────────",
        "            Feb 2026",
        "▇ findings",
    ]


def test_a_gap_stays_blank() -> None:
    assert lines(a_plot(1, None, 1))[0] == " 1┤███████        ██"


@pytest.mark.parametrize("values", [(), (None,), (None, None)])
def test_without_a_value_there_is_one_line(values: tuple[None, ...]) -> None:
    assert lines(a_plot(*values)) == ["nothing is known yet"]


@pytest.mark.parametrize("values", [(7,), (0, 0), (1, 2, 900_000), (*range(300, 0, -1),), (*range(300),)])
@pytest.mark.parametrize("width", [1, 10, 40, 80, 200])
def test_odd_histories_fit_any_width(values: tuple[int, ...], width: int) -> None:
    assert all(len(line) <= max(width, 1) for line in lines(a_plot(*values), width))


def test_a_burn_down_shows_plan_range_and_today() -> None:
    made = lines(burn_down(a_state(), AS_OF), 80)
    assert [sum(line.count(mark) for line in made[:8]) > 5 for mark in "+•·┊"] == [True] * 4
    assert made[-2:] == [
        "▇ places  + planned, to 0 on 2027-01-31  • expected, to 2027-03-01  · 8 of 10",
        "futures between  ┊ today 2026-11-25",
    ]


def test_a_rising_burn_down_has_no_outlook() -> None:
    made = lines(burn_down(a_state(range(10, 62), Forecast("not converging")), AS_OF), 80)
    assert "•" not in "".join(made)


def test_counts_that_may_be_too_low_are_counted() -> None:
    plot = burn_down(a_state(FALLING[:3]), AS_OF)
    low = replace(plot, samples=tuple(replace(sample, certain=False) for sample in plot.samples))
    assert lines(low, 200)[-1].endswith("3 of 3 counts may be too low")
