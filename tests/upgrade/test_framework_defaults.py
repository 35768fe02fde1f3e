from __future__ import annotations

from itertools import pairwise

from dxscore.upgrade.framework_defaults import switches
from dxscore.upgrade.setting_names import is_new, is_old
from dxscore.upgrade.versions import is_after, is_by


def test_no_setting_is_listed_twice_for_a_series() -> None:
    assert len({(each.key, each.series) for each in switches()}) == len(switches())


def test_no_new_value_is_an_old_one() -> None:
    assert [each.key for each in switches() if each.new and is_old(each, each.new)] == []


def test_every_new_value_is_recognised() -> None:
    assert [each.key for each in switches() if each.new and not is_new(each, each.new)] == []


def test_series_are_in_order() -> None:
    for each in switches():
        assert is_by(each.series, each.since)
        assert not each.until or not is_after(each.series, each.until)
    by_key: dict[str, list[str]] = {}
    for each in switches():
        by_key.setdefault(each.key, []).append(each.series)
    assert all(is_after(later, earlier) for series in by_key.values() for earlier, later in pairwise(series))


def test_each_has_a_meaning_and_a_risk() -> None:
    assert {each.risk for each in switches()} == {"high", "medium", "low"}
    assert all(each.meaning for each in switches())
