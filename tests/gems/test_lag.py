from __future__ import annotations

from datetime import date

import pytest

from dxscore.copying import replace
from dxscore.gems.lag import Setting, is_halted, is_yanked, lag
from tests.gems.support import GIT, locked, releases

_TODAY = Setting(date(2026, 8, 22), "3.1.0", ("ruby",))


@pytest.mark.parametrize(
    ("version", "listed", "newest", "step", "behind"),
    [
        ("1.0.0", ("1.0.0 2024-01-01",), "1.0.0", "none", 0),
        ("1.0.0", ("1.0.0 2024-01-01", "1.0.1 2025-01-01"), "1.0.1", "patch", 1),
        ("1.0.0", ("1.0.0 2024-01-01", "1.2.0 2025-01-01", "1.1.0 2024-06-01"), "1.2.0", "minor", 2),
        ("1.0.0", ("1.0.0 2024-01-01", "2.0.0.rc1 2025-01-01"), "1.0.0", "none", 0),
        ("0.6.0.pre", ("0.6.0.pre 2021-02-05", "0.5.1 2021-06-04"), "0.5.1", "backwards", 0),
        ("7.0.0.rc1", ("7.0.0.rc1 2021-02-05", "7.0.1 2022-01-06"), "7.0.1", "patch", 1),
        ("1.0.0", ("1.0.0 2024-01-01", "2.0.0 2030-01-01"), "1.0.0", "none", 0),
    ],
)
def test_behind_the_newest_release_that_is_out(
    version: str, listed: tuple[str, ...], newest: str, step: str, behind: int
) -> None:
    found = lag(locked("gem", version), releases(*listed), _TODAY)
    assert (found.newest, found.step, found.releases) == (newest, step, behind)


def test_libyears_are_those_between_both_releases_and_never_negative() -> None:
    listed = releases("1.0 2024-08-22", "2.0 2026-08-22")
    assert lag(locked("gem", "1.0"), listed, _TODAY).libyears == pytest.approx(2, abs=0.01)
    assert lag(locked("gem", "2.0"), listed, _TODAY).libyears == 0


def test_releases_for_a_later_ruby_or_another_platform_or_withdrawn_ones_do_not_count() -> None:
    first, *later = releases("1.0 2024-01-01", "2.0 2025-01-01", "3.0 2025-01-01", "4.0 2025-01-01")
    listed = (
        first, replace(later[0], ruby=">= 3.2"), replace(later[1], platform="java"), replace(later[2], yanked=True)
    )  # fmt: skip
    assert lag(locked("gem", "1.0"), listed, _TODAY).newest == "1.0"


def test_without_releases_all_is_unknown() -> None:
    found = lag(locked("gem", "1.0"), None, _TODAY)
    assert (found.newest, found.libyears, found.releases, found.step) == (None, None, None, None)
    assert is_halted(locked("gem", "1.0"), None, _TODAY.as_of) is None
    assert is_yanked(locked("gem", "1.0"), None) is None


def test_a_gem_with_a_slow_rhythm_is_given_more_time() -> None:
    quick = releases("1.0 2021-01-01", "1.1 2021-02-01", "1.2 2021-03-01")
    slow = releases("1.0 2015-01-01", "1.1 2018-01-01", "1.2 2021-03-01")
    assert is_halted(locked("gem", "1.2"), quick, _TODAY.as_of) is True
    assert is_halted(locked("gem", "1.2"), slow, _TODAY.as_of) is False
    assert is_halted(locked("gem", "1.1"), quick, _TODAY.as_of) is False


def test_a_version_that_its_server_no_longer_lists_is_yanked() -> None:
    listed = releases("0.3.10 2021-03-25")
    assert is_yanked(locked("mimemagic", "0.3.5"), listed) is True
    assert is_yanked(locked("mimemagic", "0.3.10"), listed) is False
    assert is_yanked(locked("mimemagic", "0.3.5", source=GIT), listed) is None
