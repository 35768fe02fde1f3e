from __future__ import annotations

from dxscore.gems.trains import units
from tests.gems.support import by_name, locked


def test_rails_is_one_unit_whatever_of_it_is_locked() -> None:
    found = units(by_name(locked("railties", "8.1.1"), locked("rails", "8.1.1"), locked("rack", "3.2.1")), {"rails"})
    assert [(unit.name, unit.gems) for unit in found] == [("rack", ("rack",)), ("rails", ("rails", "railties"))]


def test_twins_ask_for_the_exact_version_of_each_other() -> None:
    gems = by_name(
        locked("kaminari", "1.2.2", "kaminari-core (= 1.2.2)"), locked("kaminari-core", "1.2.2"),
        locked("sentry-rails", "5.17.3", "sentry-ruby (~> 5.17.3)"), locked("sentry-ruby", "5.17.3"),
    )  # fmt: skip
    assert [unit.gems for unit in units(gems, {"kaminari"})] == [
        ("kaminari", "kaminari-core"), ("sentry-rails",), ("sentry-ruby",),
    ]  # fmt: skip


def test_a_family_is_released_together_under_versions_of_its_own() -> None:
    gems = by_name(locked("aws-sdk-s3", "1.1"), locked("aws-sdk-core", "3.2"), locked("aws-sigv4", "1.9"))
    (train,) = units(gems, {"aws-sdk-s3"})
    assert train.name == "aws-sdk"
    assert train.gems[0] == "aws-sdk-s3"


def test_every_gem_is_in_one_unit() -> None:
    gems = by_name(locked("a", "1", "b (= 1)"), locked("b", "1", "c (= 1)"), locked("c", "1"), locked("d", "1"))
    assert sorted(name for unit in units(gems, set()) for name in unit.gems) == ["a", "b", "c", "d"]
