from __future__ import annotations

import pytest

from dxscore.upgrade.versions import is_after, is_by, series_of


@pytest.mark.parametrize(("version", "series"), [("7.1.3.4", "7.1"), ("8.0", "8.0"), ("", "")])
def test_the_series_of_a_version(version: str, series: str) -> None:
    assert series_of(version) == series


def test_versions_compare_by_number_not_by_text() -> None:
    assert is_after("10.0", "9.1")
    assert not is_after("7.1", "7.1")


@pytest.mark.parametrize("unknown", ["", "next"])
def test_what_is_unknown_is_neither_after_nor_by(unknown: str) -> None:
    assert not is_after(unknown, "7.1")
    assert not is_by(unknown, "7.1")
    assert not is_by("7.1", unknown)


def test_a_version_has_come_with_an_equal_or_later_one() -> None:
    assert is_by("7.1", "7.1.0")
    assert is_by("6.1", "7.0")
    assert not is_by("7.2", "7.1")
