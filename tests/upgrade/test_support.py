from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.upgrade import Target
from dxscore.errors import DxscoreError
from dxscore.gems.rails import all_series
from dxscore.upgrade.support import lifetime, next_target, supports, target_of, way

_DAY = date(2026, 11, 25)


def test_the_way_is_one_minor_series_after_the_other_over_a_major_one() -> None:
    assert way("7.1.3.4", Target("rails", "8.1")) == (("7.1", "7.2"), ("7.2", "8.0"), ("8.0", "8.1"))


def test_ruby_three_five_never_came_out_so_the_way_leads_from_three_four_to_four() -> None:
    assert way("3.3.6", Target("ruby", "4.0")) == (("3.3", "3.4"), ("3.4", "4.0"))


@pytest.mark.parametrize("locked", ["8.0.1", "8.1.0"])
def test_there_is_no_way_to_where_a_project_is_or_was(locked: str) -> None:
    assert way(locked, Target("rails", "8.0")) == ()


def test_a_series_older_than_the_list_has_a_way_too() -> None:
    assert way("3.2.22", Target("rails", "5.0"))[0] == ("3.2", "4.2")


def test_days_left_are_counted_to_the_last_day_of_security_fixes() -> None:
    assert lifetime("rails", "8.1", date(2027, 10, 10)).days_left == 0
    assert lifetime("rails", "8.1", date(2027, 10, 10)).phase == "security fixes only"
    assert lifetime("rails", "8.1", date(2027, 10, 11)).days_left == -1
    assert lifetime("rails", "8.1", date(2027, 10, 11)).phase == "ended"


def test_phases_follow_the_day_that_is_asked_for() -> None:
    assert lifetime("rails", "7.2", date(2024, 8, 8)).phase == "unreleased"
    assert lifetime("rails", "7.2", date(2025, 8, 9)).phase == "supported"
    assert lifetime("rails", "7.2", date(2025, 8, 10)).phase == "security fixes only"


def test_a_series_that_nobody_has_listed_is_unknown_rather_than_over() -> None:
    known = lifetime("rails", "12.3", _DAY)
    assert (known.phase, known.days_left, known.certain) == ("unknown", None, False)


def test_the_next_target_is_the_next_series_that_is_out() -> None:
    assert next_target("rails", "7.1.5", _DAY) == Target("rails", "7.2")
    assert next_target("ruby", "3.4.1", _DAY) == Target("ruby", "4.0")


def test_the_newest_series_has_no_next_target() -> None:
    with pytest.raises(DxscoreError, match=r"no series after Rails 8\.1\.2"):
        next_target("rails", "8.1.2", _DAY)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("rails@8.0", Target("rails", "8.0")),
        ("Rails@8.0.2", Target("rails", "8.0")),
        ("8.0", Target("rails", "8.0")),
        ("ruby@3.4", Target("ruby", "3.4")),
    ],
)
def test_targets_as_people_write_them(text: str, target: Target) -> None:
    assert target_of(text) == target


@pytest.mark.parametrize("text", ["rails@9.9", "ruby@3.5", "django@4.0", "rails", ""])
def test_an_unknown_target_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(DxscoreError, match="no such target") as error:
        target_of(text)
    assert "rails@8.0" in error.value.hint


def test_both_lists_of_rails_series_say_the_same() -> None:
    for name, series in all_series().items():
        known = supports("rails")[name]
        assert known.security_until == series.security_until, name
        assert f">= {known.minimum_ruby}" == series.ruby, name
