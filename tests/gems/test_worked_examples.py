"""Five gems and Rails of a real application, as its lockfile of 2025-04-04 looked on 2026-08-22.

Versions, dates, requirements, numbers of advisories and of files are those of antiwork/gumroad `8c16285`, of
ruby-advisory-db `8cfcc07` and of the gems' tags; only what the five gems need is here.
"""

from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.gems import Bundle, RankedUnit, WorkList
from dxscore.gems.lag import Setting
from dxscore.gems.rails import all_series
from dxscore.gems.ranking import rank
from dxscore.gems.states import Known
from tests.gems.support import (
    GIT,
    Book,
    Index,
    Weakness,
    by_name,
    direct,
    locked,
    releases,
    shipped_weights,
    weaknesses,
)

_AS_OF = date(2026, 8, 22)
_RAILS = "7.1.3.4"
_FILES = {"rack": 17, "mongoid": 7, "rpush": 5, "devise": 68, "makara": 8, "rails": 300}

_LOCKED = by_name(
    locked("rack", "3.1.7"),
    locked("mongoid", "9.0.1", "activemodel (>= 5.1, < 7.2, != 7.0.0)"),
    locked("rpush", "9.0.0", "activesupport (>= 5.2, < 7.2.0, != 7.1.4)", source=GIT),
    locked("devise", "4.9.4", "railties (>= 4.1.0)"),
    locked("devise-pwned_password", "0.1.12", "devise (~> 4)"),
    locked("makara", "0.6.0.pre", "activerecord (>= 5.2.0)"),
    locked("rails", _RAILS, f"actionpack (= {_RAILS})", f"activerecord (= {_RAILS})", f"railties (= {_RAILS})"),
    locked("actionpack", _RAILS, f"activesupport (= {_RAILS})", "rack (>= 2.2.4)"),
    locked("activemodel", _RAILS, f"activesupport (= {_RAILS})"),
    locked("activerecord", _RAILS, f"activemodel (= {_RAILS})", f"activesupport (= {_RAILS})"),
    locked("activesupport", _RAILS),
    locked("railties", _RAILS, f"actionpack (= {_RAILS})"),
)
_DIRECT = (
    direct("rails", "7.1.3.4"),
    direct("mongoid", "~> 9.0"),
    direct("rpush", source=GIT),
    direct("devise", "~> 4.8"),
    direct("devise-pwned_password"),
    direct("makara", "0.6.0.pre"),
)
_INDEX = Index(
    {
        "rack": releases(
            "3.1.7 2024-07-11", "3.1.8 2024-10-14", "3.1.21 2026-04-01", "3.1.22 2026-08-13", "3.2.0 2025-07-31",
            "3.2.6 2026-04-01", "3.2.7 2026-08-13",
        ),
        "mongoid": releases(
            "9.0.1 2024-07-29; activemodel (>= 5.1, < 7.2, != 7.0.0)",
            "9.0.2 2024-09-11; activemodel (>= 5.1, < 8.0, != 7.0.0)",
            "9.0.10 2026-02-20; activemodel (>= 5.1, < 8.2, != 7.0.0)",
            "9.1.0 2026-05-08; activemodel (>= 6.1, < 8.2, != 7.0.0)",
        ),
        "rpush": releases(
            "9.0.0 2024-09-19; activesupport (>= 5.2, < 7.2.0, != 7.1.4)",
            "9.2.0 2024-11-28; activesupport (>= 6.0, != 7.1.4, != 7.2.0, != 7.2.1)",
        ),
        "devise": releases(
            "4.9.4 2024-04-10; railties (>= 4.1.0)", "5.0.3 2026-03-16; railties (>= 7.0)",
            "5.0.4 2026-05-08; railties (>= 7.0)",
        ),
        "devise-pwned_password": releases("0.1.12 2024-08-01; devise (~> 4)"),
        "makara": releases(
            "0.5.0 2021-01-08; activerecord (>= 5.2.0)", "0.6.0.pre 2021-02-05; activerecord (>= 5.2.0)",
            "0.5.1 2021-06-04; activerecord (>= 5.2.0)",
        ),
    }
)  # fmt: skip
_BOOK = Book(
    (
        *weaknesses("rack", "< 3.1.21 | >= 3.2, < 3.2.6", {"high": 10, "medium": 13, "low": 1}),
        Weakness("mongoid", "CVE-2026-2302", "medium", "< 9.0.10"),
        *weaknesses("devise", "< 5.0.4", {"medium": 2}),
        *weaknesses("actionpack", "< 7.1.6", {"critical": 1, "medium": 5, "low": 1}, "fixed-in-7.1"),
        *weaknesses("actionpack", "< 7.2", {"critical": 1, "high": 1, "medium": 6, "low": 2}, "fixed-in-7.2"),
    )
)


def _users(name: str) -> tuple[str, ...]:
    return tuple(f"app/{name}_{number}.rb" for number in range(_FILES.get(name, 0)))


@pytest.fixture(scope="module")
def ranked() -> dict[str, RankedUnit]:
    """Units by name, most urgent first, for Rails 7.2."""
    bundle = Bundle("Gemfile", "Gemfile.lock", _LOCKED, _DIRECT, platforms=("ruby",), ruby="3.3.4")
    reopened = {"makara": "config/initializers/makara.rb"}
    known = Known(bundle, _INDEX, _BOOK, Setting(_AS_OF, "3.3.4", ("ruby",)), all_series()["7.2"], _users, {}, reopened)
    found = rank(known, shipped_weights())
    return {each.unit.name: each for each in found}


_EXPECTED = {
    "rack": ([39.9, 0, 7.0, 0, 10], 56.9, 0.1, 54.6),
    "mongoid": ([6.0, 28.7, 5.9, 0, 5.3], 45.9, 0.1, 44.0),
    "rails": ([39.4, 0, 7.2, 10, 10], 66.6, 1.0, 39.9),
    "rpush": ([0, 28.7, 0.6, 5.0, 4.6], 38.9, 0.3, 34.2),
    "devise": ([11.1, 0, 6.9, 0, 10], 28.0, 0.8, 19.1),
    "makara": ([0, 14.3, 0, 10, 5.6], 29.9, 1.0, 18.0),
}
"""Parts, value, effort, rank."""


def test_the_examples_come_in_their_order(ranked: dict[str, RankedUnit]) -> None:
    assert [name for name in ranked if name in _EXPECTED] == list(_EXPECTED)


@pytest.mark.parametrize("name", _EXPECTED)
def test_the_figures_of_an_example(ranked: dict[str, RankedUnit], name: str) -> None:
    parts, value, effort, place = _EXPECTED[name]
    found = ranked[name]
    assert [part.points for part in found.priority.parts] == pytest.approx(parts, abs=0.1)
    assert found.priority.value == pytest.approx(value, abs=0.15)
    assert found.effort.size == effort
    assert found.priority.rank == pytest.approx(place, abs=0.1)
    assert found.priority.confidence == 1


def test_what_to_do_about_each(ranked: dict[str, RankedUnit]) -> None:
    assert {name: (ranked[name].effort.command, ranked[name].effort.target) for name in _EXPECTED} == {
        "rack": ("bundle update rack --conservative", "3.2.7"),
        "mongoid": ("bundle update mongoid --conservative", "9.1.0"),
        "rails": (
            "move makara, mongoid, rpush, then let the Gemfile allow 7.2.0, then bundle update rails",
            "7.2.0",
        ),
        "rpush": ("take 9.2.0 instead of git, then bundle update rpush", "9.2.0"),
        "devise": ("move devise-pwned_password, then let the Gemfile allow 5.0.4, then bundle update devise", "5.0.4"),
        "makara": ("replace, fork or remove it", None),
    }


def test_the_lists(ranked: dict[str, RankedUnit]) -> None:
    lists = {name: ranked[name].priority.list for name in _EXPECTED}
    assert lists == {
        "rack": WorkList.NOW,
        "mongoid": WorkList.NOW,
        "rails": WorkList.PLAN,
        "rpush": WorkList.PLAN,
        "devise": WorkList.PLAN,
        "makara": WorkList.PLAN,
    }


def test_unknown_is_not_zero_but_lowers_the_confidence() -> None:
    bundle = Bundle("Gemfile", "Gemfile.lock", _LOCKED, _DIRECT, ruby="3.3.4")
    known = Known(bundle, Index(), Book(None), Setting(_AS_OF, "3.3.4"), all_series()["7.2"])
    mongoid = next(each for each in rank(known, shipped_weights()) if each.unit.name == "mongoid")
    assert [part.name for part in mongoid.priority.parts if part.known] == ["blocks"]
    assert mongoid.priority.confidence == pytest.approx(0.3)
