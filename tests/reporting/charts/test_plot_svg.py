from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from dxscore.copying import replace
from dxscore.domain.campaign import Forecast
from dxscore.reporting.charts.drawn import NARROW
from dxscore.reporting.charts.plot import Plot, Sample, burn_down
from dxscore.reporting.charts.plot_svg import WIDE, plot_svg
from dxscore.reporting.charts.svg import alone
from tests.campaign_reports import FALLING, a_state
from tests.factories import AS_OF, HOSTILE

ODD = {
    "falling": a_state(),
    "rising": a_state(range(10, 62), Forecast("not converging")),
    "nothing": a_state([], Forecast("unknown")),
    "one": a_state([7], Forecast("unknown")),
    "zero": a_state([0] * 30, Forecast("reached")),
    "goal": a_state(goal=300),
    "long": a_state(range(300, 0, -1), Forecast("unknown")),
    "hostile": a_state(title=HOSTILE),
}


def drawing(plot: Plot, width: float = WIDE) -> ET.Element:
    return ET.fromstring(alone(plot_svg(plot, width)))


def kinds(plot: Plot) -> list[str]:
    return [each.get("class", "") for each in drawing(plot).iter()]


def points(element: ET.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, _, y in (pair.partition(",") for pair in element.get("points", "").split())]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_odd_histories_stay_inside_the_drawing(name: str, width: float) -> None:
    root = drawing(burn_down(ODD[name], AS_OF), width)
    placed = [point for each in root.iter() for point in points(each)]
    assert all(0 <= x <= width and 0 <= y <= float(root.get("height", 0)) for x, y in placed)


def test_the_line_goes_down_where_the_values_do() -> None:
    root = drawing(burn_down(a_state(), AS_OF))
    (line,) = [each for each in root.iter() if each.get("class") == "line" and each.get("points")]
    assert len(points(line)) == len(FALLING)
    assert all(after > before for (_, before), (_, after) in pairwise(points(line)))


def test_plan_fan_and_today_are_drawn_the_goal_only_above_zero() -> None:
    assert {"plan-line", "fan", "likely", "today"} <= set(kinds(burn_down(a_state(), AS_OF)))
    assert "goal" not in kinds(burn_down(a_state(), AS_OF))
    assert "goal" in kinds(burn_down(a_state(goal=300), AS_OF))


def test_a_gap_breaks_the_line_and_a_count_that_may_be_too_low_is_hollow() -> None:
    plot = burn_down(a_state([5, 4, 3, 2]), AS_OF)
    odd = (plot.samples[0], Sample(plot.samples[1].day, None), replace(plot.samples[2], certain=False), plot.samples[3])
    assert kinds(replace(plot, samples=odd)).count("area") == 2
    assert kinds(replace(plot, samples=odd)).count("low") == 2  # the second is the legend's


def test_names_with_markup_stay_text() -> None:
    text = alone(plot_svg(burn_down(a_state(title=HOSTILE), AS_OF)))
    assert "<script" not in text
    assert "\x1b" not in text
