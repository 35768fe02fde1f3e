from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from dxscore.copying import replace
from dxscore.domain.trend import Point, Series
from dxscore.reporting.charts.drawn import NARROW
from dxscore.reporting.charts.plot_svg import WIDE
from dxscore.reporting.charts.svg import alone
from dxscore.reporting.charts.turnover_svg import turnover_svg

SVG = "{http://www.w3.org/2000/svg}"


def a_series(*moved: tuple[int | None, int | None]) -> Series:
    first = Point("c", date(2026, 1, 4), 10, 0, 0, 0.0, 0)
    points = (
        replace(first, day=first.day + timedelta(days=7 * week), new=new, fixed=fixed)
        for week, (new, fixed) in enumerate(moved)
    )
    return Series("all", "", tuple(points))


def bars(series: Series, kind: str, width: float = WIDE) -> list[tuple[float, float, float]]:
    """Left end, top and height; the legend's swatch is left out."""
    root = ET.fromstring(alone(turnover_svg(series, width)))
    found = [
        each for each in root.iter(f"{SVG}rect") if each.get("class") == kind and each.find(f"{SVG}title") is not None
    ]
    return [(float(each.get("x", 0)), float(each.get("y", 0)), float(each.get("height", 0))) for each in found]


def test_new_goes_up_and_fixed_goes_down_by_the_same_measure() -> None:
    series = a_series((None, None), (10, 5), (0, 10))
    ((_, new_top, new_height),) = bars(series, "new")
    (_, first_top, first_height), (_, _, second_height) = bars(series, "fixed")
    assert new_top + new_height == first_top
    assert new_height == second_height == 2 * first_height


def test_it_is_told_in_words() -> None:
    root = ET.fromstring(alone(turnover_svg(a_series((None, None), (10, 5), (0, 10)))))
    assert root.findtext(f"{SVG}desc") == "10 new and 15 fixed from 2026-01-11 to 2026-01-18"


@pytest.mark.parametrize("series", [a_series(), a_series((None, None))])
def test_without_a_comparison_it_says_so(series: Series) -> None:
    assert "nothing is known yet" in alone(turnover_svg(series))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("weeks", [1, 2, 300])
def test_bars_stay_inside_the_drawing(width: float, weeks: int) -> None:
    series = a_series(*((week % 7, week % 5) for week in range(weeks)), (1, 1))
    assert all(0 <= x <= width for x, _, _ in bars(series, "new", width))


def test_nothing_new_and_nothing_fixed_has_no_bars() -> None:
    series = a_series((0, 0), (0, 0))
    assert not bars(series, "new")
    assert not bars(series, "fixed")
