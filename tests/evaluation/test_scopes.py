"""Where rules apply, by locked versions."""

from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.rule import Effect, RuleScope, Upgrade
from dxscore.domain.versions import LockedVersions
from dxscore.evaluation.scopes import applies, has_happened, relevant
from tests.factories import a_rule

_LOCKED = LockedVersions("7.1.3", "3.3.0", {"rails": "7.1.3", "rack": "3.0.0"}, "Gemfile.lock")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (RuleScope(), True),
        (RuleScope(rails=">= 7.1"), True),
        (RuleScope(rails="< 7.1"), False),
        (RuleScope(ruby="~> 3.2.0"), False),
        (RuleScope(gems={"rack": ""}), True),
        (RuleScope(gems={"rack": "< 3"}), False),
        (RuleScope(gems={"puma": ""}), False),
        (RuleScope(without_gems=("puma",)), True),
        (RuleScope(without_gems=("puma", "rack")), False),
    ],
)
def test_versions_decide(scope: RuleScope, expected: bool) -> None:
    assert applies(scope, _LOCKED) is expected


@pytest.mark.parametrize("scope", [RuleScope(rails=">= 7"), RuleScope(gems={"a": ""}), RuleScope(without_gems=("a",))])
def test_without_a_lockfile_nobody_knows(scope: RuleScope) -> None:
    assert applies(scope, LockedVersions()) is None


@pytest.mark.parametrize(
    ("removed_in", "effect", "expected"),
    [
        ("7.0", Effect.CHANGES_SILENTLY, True),
        ("7.1", Effect.CHANGES_SILENTLY, True),
        ("7.2", Effect.CHANGES_SILENTLY, False),
        ("", Effect.CHANGES_SILENTLY, False),
        ("7.0", Effect.BREAKS, False),
    ],
)
def test_a_silent_change_has_happened_when_the_locked_version_has_made_it(
    removed_in: str, effect: Effect, expected: bool
) -> None:
    assert has_happened(Upgrade("rails", "", removed_in, effect), _LOCKED) is expected
    assert not has_happened(Upgrade("rails", "", removed_in, effect), LockedVersions())


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", True),
        (">= 9", True),
        ("< 7", False),
        (">= 4.2, < 7.1", False),
        ("< 7.2", True),
        ("<= 7.1.3", True),
        ("= 7.0", False),
        ("= 8.0", True),
        ("~> 7.0", True),
        ("~> 7.0.1", False),
        ("!= 7.1.3", True),
    ],
)
def test_a_rule_is_relevant_when_it_may_apply_now_or_after_an_upgrade(wanted: str, expected: bool) -> None:
    rule = replace(a_rule("d.a"), scope=RuleScope(rails=wanted))
    assert (relevant([rule], _LOCKED) == (rule,)) is expected


def test_without_a_version_or_for_one_of_several_every_rule_is_relevant() -> None:
    rule = replace(a_rule("d.a"), scope=RuleScope(rails="< 7"))
    assert relevant([rule], LockedVersions()) == (rule,)
    assert relevant([rule], _LOCKED, LockedVersions(rails="6.1.0")) == (rule,)
