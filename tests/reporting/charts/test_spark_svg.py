from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from dxscore.reporting.charts.spark_svg import spark_svg


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        ([], []),
        ([None], []),
        ([7], ["117.0,21.0"]),
        ([5, 5], ["3.0,21.0 117.0,21.0"]),
        ([0, 10, 5], ["3.0,21.0 60.0,3.0 117.0,12.0"]),
        ([0, None, 10], ["3.0,21.0", "117.0,3.0"]),
    ],
)
def test_the_line_goes_from_the_least_to_the_greatest_and_breaks_at_gaps(
    numbers: list[float | None], lines: list[str]
) -> None:
    root = ET.fromstring(spark_svg(numbers))
    assert [each.get("points") for each in root.iter() if each.get("points")] == lines
    assert root.get("aria-hidden") == "true"
