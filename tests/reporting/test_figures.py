from __future__ import annotations

import pytest

from dxscore.reporting.figures import amount, counted, density, percent


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1234.0, "1,234"), (12.5, "12.5"), (2.04, "2"), (0.96, "1")])
def test_amounts_have_no_needless_decimals(value: float, text: str) -> None:
    assert amount(value) == text


def test_density_without_code_is_a_word_not_a_zero() -> None:
    assert density(None) == "no code"
    assert density(0.0) == "0.0"


def test_one_is_singular() -> None:
    assert [counted(number, "file") for number in (0, 1, 2000)] == ["0 files", "1 file", "2,000 files"]


@pytest.mark.parametrize(("share", "text"), [(0.0, "0%"), (0.29, "29%"), (0.999, "99%"), (1.0, "100%")])
def test_a_share_is_rounded_down_so_that_all_means_all(share: float, text: str) -> None:
    assert percent(share) == text
