from __future__ import annotations

import pytest

from dxscore.reporting.charts.sparkline import sparkline, thinned


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        ([], ""),
        ([7], "▁"),
        ([5, 5, 5], "▁▁▁"),
        ([0, 7], "▁█"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([3, None, 1], "█ ▁"),
        ([None, None], "  "),
        ([-4, 4], "▁█"),
    ],
)
def test_heights_go_from_the_least_to_the_greatest(numbers: list[float | None], line: str) -> None:
    assert sparkline(numbers, 20) == line


def test_many_numbers_are_thinned_out_and_keep_both_ends() -> None:
    assert list(thinned(list(range(300)), 4)) == [0, 100, 199, 299]
    assert list(thinned([1, 2, 3], 1)) == [3]
    assert list(thinned([1, 2, 3], 0)) == []
