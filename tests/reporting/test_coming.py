"""What will happen by itself, told once for the site and the mail."""

from __future__ import annotations

from datetime import date

from dxscore.copying import replace
from dxscore.reporting.coming import Coming, coming_of
from tests.weekly_reports import a_first_report, a_weekly_report


def test_everybody_sees_what_any_team_sees_the_soonest_first() -> None:
    found = coming_of(a_weekly_report())
    assert set(coming_of(a_weekly_report(), "payments")) <= set(found)
    assert [each.day for each in found] == sorted(each.day for each in found)
    rule = "tech-debt.rescue-nil"
    assert found[0] == Coming(date(2026, 12, 5), f"a suppression ends: 2 findings of {rule} will count again", rule)


def test_what_is_far_away_is_not_coming() -> None:
    report = a_weekly_report()
    later = replace(report, waivers=tuple(replace(each, until="2027-06-01") for each in report.waivers))
    assert not [each for each in coming_of(later) if "ends:" in each.text]
    assert coming_of(a_first_report()) == ()
