from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.upgrade import Default, DefaultSetting, DefaultsGap, DualBoot, FileResults, Lifetime, Recordings
from dxscore.reporting.upgrade.sentences import boot, defaults, effort, recorded, settings_to_decide, support, verdict
from tests.upgrade_reports import an_empty_upgrade, an_upgrade


@pytest.mark.parametrize(
    ("hours", "text"), [(0, "no time"), (1, "1 h"), (7, "7 h"), (8, "1 day"), (12, "1.5 days"), (400, "50 days")]
)
def test_effort_in_words(hours: float, text: str) -> None:
    assert effort(hours) == text


def _support(left: int | None, phase: str, *, certain: bool = True) -> str:
    until = None if left is None else date(2026, 3, 31)
    return support(Lifetime("ruby", "3.2", until, until, left, phase, certain))  # type: ignore[arg-type] # a phase


def test_ends_of_support_in_words() -> None:
    assert _support(-1, "ended") == "Ruby 3.2: support ended 2026-03-31, 1 day ago"
    assert _support(30, "supported") == "Ruby 3.2: until 2026-03-31, 30 days left"
    expected = "Ruby 3.2: security fixes only, until 2026-03-31, 30 days left (expected)"
    assert _support(30, "security fixes only", certain=False) == expected
    assert _support(None, "unknown") == "Ruby 3.2: end of support unknown"
    assert _support(None, "unreleased") == "Ruby 3.2: not released yet"


def test_nothing_in_the_way_is_said_with_its_limit() -> None:
    said = verdict(an_empty_upgrade())
    assert said == "nothing that can be seen stands between this project and Rails 8.0"


def test_the_verdict_counts_what_breaks_what_blocks_and_what_changes() -> None:
    assert "2 places change silently; about 4 days of work" in verdict(an_upgrade())


def test_no_second_bundle_is_said_with_what_it_means() -> None:
    assert list(boot(DualBoot(""))) == [
        "no second bundle: the tests can't run on both versions",
        "0 places in the code ask which version runs",
    ]


def test_a_tool_without_a_second_lockfile_is_told() -> None:
    assert next(iter(boot(DualBoot("bootboot")))) == "bootboot is there, a second lockfile is not"


def test_drift_without_need_is_told_apart() -> None:
    assert "2 gems differ between both lockfiles, 1 without need" in list(boot(an_upgrade().dual_boot))


def test_the_gap_names_what_is_locked_and_what_is_loaded() -> None:
    gap = an_upgrade().defaults
    assert gap
    assert list(defaults(gap)) == [
        "Rails 7.1 with load_defaults 7.0",
        "1 taken, 1 open, 1 refused",
        "new_framework_defaults: 1 commented",
    ]
    assert next(iter(defaults(DefaultsGap("7.1", "", None)))) == "Rails 7.1 with no load_defaults that can be read"


def test_settings_to_decide_come_riskiest_first_without_those_that_are_taken() -> None:
    states = [("low", Default.OPEN), ("high", Default.REFUSED), ("", Default.UNKNOWN), ("high", Default.TAKEN)]
    settings = tuple(
        DefaultSetting(f"a.{at}", "7.1", state, "", "", risk=risk) for at, (risk, state) in enumerate(states)
    )
    assert [each.key for each in settings_to_decide(DefaultsGap("7.1", "7.0", None, settings))] == ["a.1", "a.0", "a.2"]


def test_test_results_are_told_by_owner_the_one_with_most_failures_first() -> None:
    tests = (
        FileResults("a", "payments", 3, 0, 0),
        FileResults("b", "growth", 1, 2, 0),
        FileResults("c", "payments", 4, 1, 1),
    )
    assert list(recorded(Recordings(tests=tests))) == [
        "growth: 1 test passed, 2 tests failed",
        "payments: 7 tests passed, 1 test failed, 1 test pending",
    ]
