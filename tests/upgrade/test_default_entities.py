from __future__ import annotations

from collections.abc import Sequence

import pytest

from dxscore.domain.facts import FileFacts, Setting
from dxscore.domain.subject import Placed
from dxscore.upgrade.default_entities import with_defaults

APPLICATION = "config/application.rb"
KEY = "active_record.belongs_to_required_by_default"


def entities(
    kind: str, *settings: Setting, rails: str | None = "7.1.2", files: Sequence[str] = (APPLICATION,)
) -> list[Placed]:
    facts = {APPLICATION: FileFacts(10, 10, settings=settings)}
    return [*with_defaults(lambda _kind: (), facts, rails, files)(kind)]


@pytest.mark.parametrize(
    ("settings", "called", "behind"),
    [
        ((Setting("config.load_defaults", "7.1", 3),), True, 0),
        ((Setting("config.load_defaults", "6.1", 3),), True, 2),
        ((Setting("config.time_zone", '"Paris"', 3),), False, 7),
    ],
)
def test_load_defaults_is_behind_by_a_number_of_series(settings: tuple[Setting], called: bool, behind: int) -> None:
    ((path, entity),) = entities("load_defaults", *settings)
    assert (path, entity.line) == (APPLICATION, 3 if called else 1)
    assert (entity.attributes["called"], entity.attributes["behind"]) == (called, behind)


def test_a_setting_stands_where_it_is_made_or_at_load_defaults() -> None:
    made = (Setting("config.load_defaults", "7.0", 3), Setting(f"config.{KEY}", "false", 5))
    found = {entity.symbol: entity for _, entity in entities("framework_default", *made)}
    assert (found[KEY].line, found[KEY].attributes["state"]) == (5, "refused")
    late = found["active_record.raise_on_assign_to_attr_readonly"]
    assert (late.line, late.attributes["state"], late.attributes["series"]) == (3, "open", "7.1")


@pytest.mark.parametrize("kind", ["framework_default", "load_defaults"])
def test_nothing_is_said_without_versions_or_outside_of_the_asked_files(kind: str) -> None:
    made = Setting("config.load_defaults", "7.0", 3)
    assert entities(kind, made)
    assert entities(kind, made, rails=None) == []
    assert entities(kind, made, files=["app/models/user.rb"]) == []


def test_other_kinds_are_left_alone() -> None:
    assert entities("file") == []
