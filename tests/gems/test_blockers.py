from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.gems import Block, GemSource, LockedGem
from dxscore.gems.blockers import Surroundings, block_of
from dxscore.gems.lag import Setting
from dxscore.gems.rails import all_series
from tests.gems.support import Index, by_name, direct, locked, releases

_SETTING = Setting(date(2026, 8, 22), "3.3.4")


def _block(gem: LockedGem, series: str, index: Index, *requirement: str) -> Block:
    parent = locked("parent", "1.0", f"{gem.name} (< 4)")
    around = Surroundings(
        by_name(gem, parent), {gem.name: direct(gem.name, *requirement)}, {gem.name: ("parent",)}, index, _SETTING
    )
    return block_of(gem, all_series()[series], around)


@pytest.mark.parametrize(
    ("needs", "series", "state"),
    [
        ("activerecord (>= 6.1, < 7.2)", "7.1", "no"),
        ("activerecord (>= 6.1, < 7.2)", "7.2", "declared"),
        ("activerecord (>= 6.1, < 7.2)", "8.1", "declared"),
        ("rails (>= 5)", "8.1", "no"),
        ("rack (< 2)", "8.1", "no"),
    ],
)
def test_the_requirements_of_the_lockfile_decide(needs: str, series: str, state: str) -> None:
    assert _block(locked("gem", "1.0", needs), series, Index()).state == state


def test_some_releases_of_a_series_may_be_accepted() -> None:
    found = _block(locked("rpush", "9.2.0", "activesupport (>= 6.0, != 7.2.0, != 7.2.1)"), "7.2", Index())
    assert found.state == "no"
    assert found.allows[0] == "7.2.1.1"


def test_without_releases_the_way_out_is_unknown() -> None:
    assert _block(locked("gem", "1.0", "rails (< 7.2)"), "7.2", Index()).move == "unknown"


@pytest.mark.parametrize(
    ("listed", "requirement", "move", "opens"),
    [
        (("1.0 2020-01-01; rails (< 7.2)", "1.1 2025-01-01; rails (< 9)"), "~> 1.0", "lock update", "1.1"),
        (("1.1 2025-01-01; rails (< 9)",), "= 1.0", "edit Gemfile", "1.1"),
        (("4.0 2025-01-01; rails (< 9)",), ">= 1", "parent first", "4.0"),
        (("1.1 2025-01-01; rails (< 7.2)",), ">= 1", "no version", None),
        (("0.9 2025-01-01; rails (< 9)",), ">= 0", "no version", None),
    ],
)
def test_the_least_version_that_opens_the_series(
    listed: tuple[str, ...], requirement: str, move: str, opens: str | None
) -> None:
    found = _block(locked("gem", "1.0", "rails (< 7.2)"), "7.2", Index({"gem": releases(*listed)}), requirement)
    assert (found.move, found.opens) == (move, opens)


def test_a_gem_without_upper_bound_is_suspected_when_it_is_older_than_the_series() -> None:
    old, young = (Index({"gem": releases(f"1.0 {day}; rails (>= 5)")}) for day in ("2021-01-01", "2025-01-01"))
    assert _block(locked("gem", "1.0", "rails (>= 5)"), "7.2", old).state == "suspected"
    assert _block(locked("gem", "1.0", "rails (>= 5)"), "7.2", young).state == "no"


def test_the_project_itself_and_rails_block_nothing() -> None:
    own = locked("shop", "1.0", "rails (< 7.2)", source=GemSource("path", "."))
    assert _block(own, "7.2", Index()).state == "no"
    assert _block(locked("actionpack", "7.1.0", "activesupport (= 7.1.0)"), "7.2", Index()).state == "no"
