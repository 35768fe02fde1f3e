from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.rule import Effect, Rule, Upgrade
from dxscore.domain.upgrade import Matter, Target
from dxscore.upgrade.placing import placed
from tests.factories import a_rule

_WAY = (("7.1", "7.2"), ("7.2", "8.0"))
_RAILS = Target("rails", "8.0")


def _rule(deprecated_in: str = "", removed_in: str = "", effect: Effect = Effect.BREAKS) -> Rule:
    return replace(a_rule("deprecations.x"), upgrade=Upgrade("rails", deprecated_in, removed_in, effect))


def _place(rule: Rule, target: Target = _RAILS) -> tuple[Matter, int] | None:
    found = placed([rule], target, _WAY)
    return (found[0].matter, found[0].hop) if found else None


@pytest.mark.parametrize(
    ("effect", "matter"),
    [
        (Effect.BREAKS, Matter.BLOCKER),
        (Effect.BREAKS_TESTS, Matter.TEST_BLOCKER),
        (Effect.BREAKS_TOOLS, Matter.TOOL_BLOCKER),
        (Effect.CHANGES_SILENTLY, Matter.SILENT_CHANGE),
        (Effect.IS_IGNORED, Matter.LEFTOVER),
    ],
)
def test_a_removal_on_the_way_stands_on_the_hop_that_removes(effect: Effect, matter: Matter) -> None:
    assert _place(_rule("7.1", "7.2", effect)) == (matter, 0)
    assert _place(_rule("7.1", "8.0", effect)) == (matter, 1)


def test_what_is_deprecated_on_the_way_and_removed_beyond_it_is_pending_where_it_begins_to_warn() -> None:
    assert _place(_rule("8.0", "8.1")) == (Matter.PENDING, 1)
    assert _place(_rule("6.0", "8.1")) == (Matter.PENDING, 0)


def test_a_removal_that_nobody_has_decided_is_pending() -> None:
    assert _place(_rule("7.2", "", Effect.WARNS)) == (Matter.PENDING, 0)


def test_a_removal_beyond_the_way_without_a_warning_is_no_matter() -> None:
    assert _place(_rule("", "8.1")) is None
    assert _place(_rule("8.1", "8.2")) is None


@pytest.mark.parametrize("removed_in", ["7.1", "6.0"])
def test_what_the_locked_series_has_removed_is_gone_already(removed_in: str) -> None:
    assert _place(_rule("5.2", removed_in)) == (Matter.GONE_ALREADY, 0)


def test_a_change_that_has_happened_is_no_matter_and_a_dead_setting_is_still_there() -> None:
    assert _place(_rule("", "7.0", Effect.CHANGES_SILENTLY)) is None
    assert _place(_rule("", "7.0", Effect.IS_IGNORED)) == (Matter.LEFTOVER, 0)


def test_what_is_only_advised_against_stops_no_upgrade() -> None:
    assert _place(_rule("7.1", "7.2", Effect.IS_ADVISED_AGAINST)) is None


def test_rules_about_ruby_have_no_place_on_the_way_to_rails() -> None:
    assert _place(_rule("7.1", "7.2"), Target("ruby", "8.0")) is None


def test_rules_that_say_nothing_about_versions_have_no_place() -> None:
    assert _place(a_rule()) is None


_SERIES = st.sampled_from(["", "5.2", "6.0", "7.0", "7.1", "7.2", "8.0", "8.1", "9.0"])


@given(_SERIES, _SERIES, st.sampled_from(Effect))
def test_nothing_breaks_on_a_hop_before_the_series_that_breaks_it(
    deprecated: str, removed: str, effect: Effect
) -> None:
    place = _place(_rule(deprecated, removed, effect))
    if place and place[0] in (Matter.BLOCKER, Matter.TEST_BLOCKER, Matter.TOOL_BLOCKER, Matter.SILENT_CHANGE):
        assert _WAY[place[1]][1] == removed
