from __future__ import annotations

import pytest

from dxscore.reporting.charts.gantt_text import gantt_lines
from dxscore.reporting.terminal import rendered
from dxscore.reporting.view import View
from tests.campaign_reports import a_campaign_report, an_empty_campaign_report


def lines(width: int) -> list[str]:
    view = View(width=width, terminal=True)
    return rendered(gantt_lines(a_campaign_report().gantt, view), view).splitlines()


def test_80_columns_show_plan_progress_range_and_today() -> None:
    assert lines(80)[:2] + lines(80)[4:9] == [
        "                                                     │ 2026-11-25",
        "                                Jul 2026     Oct          2027         Apr",
        "Rails 8.0              66%  █████████████╎█████████░░│░░░░░░░░░",
        "at risk · platform          ━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━┅┅┅┅┅┅┅┅┄┄┄┄┄┄┄┄┄┄┄",
        "Zeitwerk               37%  █████████████░░░░░░░░░░░░│░░░░░░░░░",
        "active · platform           ━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━┅┅┅┅┅┅┅┅┅┅┅┅┅┅┅▶",
        "  ↳ after rails-8 (2027-03-01), gone",
    ]


def test_what_is_waited_for_is_named_with_its_expected_end() -> None:
    assert "  ↳ after rails-8 (2027-03-01), gone" in lines(80)


def test_no_end_in_sight_is_not_said_of_what_is_only_unknown() -> None:
    assert sum("no end in sight" in line for line in lines(80)) == 1


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
def test_any_width_holds_and_hostile_names_stay_text(width: int) -> None:
    made = lines(width)
    assert all(len(line) <= width for line in made)
    assert "\x1b" not in "".join(made)


def test_without_campaigns_there_is_one_line() -> None:
    view = View(terminal=True)
    assert rendered(gantt_lines(an_empty_campaign_report().gantt, view), view) == "no campaigns\n"


def test_colours_are_set_once_per_run_of_marks() -> None:
    view = View(width=80, terminal=True, color=True)
    first, *_ = rendered(gantt_lines(a_campaign_report().gantt, view), view).splitlines()
    assert first.count("\x1b[36m") <= 2
