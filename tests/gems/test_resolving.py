"""Three gems of a real application that stand in the way of Rails 7.2, with the requirements of their releases."""

from __future__ import annotations

from datetime import date

from dxscore.domain.gems import Bundle, DirectGem, LockedGem, Moving, Release, Way
from dxscore.gems.lag import Setting
from dxscore.gems.rails import all_series
from dxscore.gems.resolving import Finder
from dxscore.gems.states import Known
from tests.gems.support import GIT, Book, Index, by_name, direct, locked, releases

_NEWEST = all_series()["7.2"].versions[-1]
_MONGOID = releases(
    "9.0.1 2024-07-29; activemodel (>= 5.1, < 7.2, != 7.0.0)",
    "9.0.2 2024-09-11; activemodel (>= 5.1, < 8.0, != 7.0.0)",
    "9.1.0 2026-05-08; activemodel (>= 6.1, < 8.2, != 7.0.0)",
)
_RPUSH = releases("9.2.0 2024-11-28; activesupport (>= 6.0, != 7.2.0, != 7.2.1)")
_LOCKED = (
    locked("rails", "7.1.3.4", "activesupport (= 7.1.3.4)"),
    locked("activesupport", "7.1.3.4"),
    locked("mongoid", "9.0.1", "activemodel (>= 5.1, < 7.2, != 7.0.0)", "bson (>= 4)"),
    locked("bson", "4.1"),
)
_DIRECT = (direct("rails", "7.1.3.4"), direct("mongoid", "~> 9.0.0"))


def _way(
    index: dict[str, tuple[Release, ...]],
    *more: LockedGem,
    calls: tuple[DirectGem, ...] = (),
    series: str = "7.2",
) -> Way:
    bundle = Bundle("Gemfile", "Gemfile.lock", by_name(*_LOCKED, *more), (*_DIRECT, *calls))
    known = Known(bundle, Index(index), Book(()), Setting(date(2026, 8, 22)), all_series()[series])
    return Finder(known.around, all_series()[series], known.states).way()


def test_the_least_moves_that_open_the_target() -> None:
    way = _way({"mongoid": _MONGOID})
    assert way.state == "found"
    assert way.moves == (Moving("rails", "7.1.3.4", _NEWEST, edit=True), Moving("mongoid", "9.0.1", "9.0.2"))


def test_a_later_series_takes_later_releases_and_an_edit() -> None:
    assert Moving("mongoid", "9.0.1", "9.1.0", edit=True) in _way({"mongoid": _MONGOID}, series="8.0").moves


def test_a_release_may_bring_gems_that_are_not_locked_yet() -> None:
    new = releases("9.0.2 2024-09-11; activemodel (< 8.0); bson (>= 5); ostruct (>= 0)")
    way = _way({"mongoid": new, "bson": releases("5.0 2024-01-01", "5.1 2025-01-01")})
    assert way.moves[1:] == (Moving("bson", "4.1", "5.0"), Moving("mongoid", "9.0.1", "9.0.2"))
    assert "ostruct" in way.unknown


def test_a_gem_from_git_moves_to_a_release() -> None:
    rpush = locked("rpush", "9.0.0", "activesupport (>= 5.2, < 7.2.0)", source=GIT)
    way = _way({"mongoid": _MONGOID, "rpush": _RPUSH}, rpush, calls=(direct("rpush", source=GIT),))
    assert Moving("rpush", "9.0.0", "9.2.0", edit=True) in way.moves


def test_whoever_can_be_had_by_no_means_is_named_and_nobody_innocent() -> None:
    rpush = locked("rpush", "9.0.0", "activesupport (>= 5.2, < 7.2.0)", source=GIT)
    way = _way({"mongoid": _MONGOID}, rpush, calls=(direct("rpush", source=GIT),))
    assert way == Way("none", alone=("rpush",))


def test_two_that_need_opposite_versions_of_a_third_only_clash_together() -> None:
    other = locked("other", "1.0", "activemodel (< 7.2)", "bson (~> 4.0)")
    index = {
        "mongoid": releases("9.0.2 2024-09-11; activemodel (< 8.0); bson (>= 5)"),
        "other": releases("1.1 2024-09-11; activemodel (< 8.0); bson (~> 4.0)"),
        "bson": releases("5.0 2024-01-01"),
    }
    assert _way(index, other, calls=(direct("other"),)) == Way("none", alone=())
