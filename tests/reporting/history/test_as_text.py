"""A trend on a terminal and off it."""

from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.reporting.history.as_text import headline, render, signed
from dxscore.reporting.view import View
from tests.reporting.history.trends import a_series, a_trend

_TERMINAL = View(width=80, terminal=True)


def test_the_headline_tells_from_where_to_where() -> None:
    assert headline(a_trend()) == (
        "1,240 open findings on 2026-01-04, 1,198 on 2026-01-18 (-42, 40 new and 82 fixed), -84 debt points"
    )


def test_a_single_snapshot_has_not_moved() -> None:
    one = replace(a_trend(), total=a_series(counts=(7,)), parts=(a_series("owner", "payments", (7,)),))
    assert headline(one) == "7 open findings on 2026-01-04, the only snapshot"
    assert "payments" in render(one, _TERMINAL)
    assert render(one, View()).splitlines()[0] == "all\t\t2026-01-04\t2026-01-04\t7\t7\t\t\t\t0"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = render(a_trend(), View(width=width, terminal=True))
    assert max(map(len, text.splitlines())) <= width


def test_parts_and_weeks_stand_below_the_chart() -> None:
    text = render(a_trend(), _TERMINAL)
    (payments,) = [line.split() for line in text.splitlines() if line.startswith("payments")]
    assert payments[2:] == ["40", "10", "-30", "40", "70", "-60"]
    assert "≥ 1,251" in text
    assert "2 snapshots by other rules are not shown" in text


def test_parts_beyond_the_first_ten_are_counted_unless_all_are_asked_for() -> None:
    many = a_trend(*(a_series("rule", f"a.rule-{number:02}") for number in range(14)))
    assert "and 4 more: --all" in render(many, _TERMINAL)
    assert "a.rule-13" in render(many, replace(_TERMINAL, top=0))


def test_names_steer_no_terminal() -> None:
    for view in (_TERMINAL, View()):
        text = render(a_trend(), view)
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_numbers_carry_their_sign() -> None:
    assert [signed(number) for number in (12, 0, -3.5, 1200.0)] == ["+12", "0", "-3.5", "+1,200"]
