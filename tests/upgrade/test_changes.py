from __future__ import annotations

from dxscore.domain.rule import Effect
from dxscore.domain.upgrade import Change
from dxscore.upgrade.changes import by_hand, rails_changes


def _change(removed_in: str, effect: Effect = Effect.BREAKS, rule: str = "") -> Change:
    return Change("x", "x", "", removed_in, effect, rule)


def test_only_changes_on_the_way_are_to_be_reviewed() -> None:
    before, first, last, beyond = (_change(series) for series in ("7.1", "7.2", "8.0", "8.1"))
    assert by_hand([before, first, last, beyond], "7.1", "8.0", ()) == (first, last)


def test_a_change_that_a_running_rule_finds_is_left_to_the_rule() -> None:
    covered = _change("7.2", rule="deprecations.x")
    assert by_hand([covered], "7.1", "7.2", {"deprecations.x"}) == ()
    assert by_hand([covered], "7.1", "7.2", ()) == (covered,), "a rule that is switched off sees nothing"


def test_what_is_undecided_ignored_or_only_advised_against_needs_no_review() -> None:
    assert by_hand([_change(""), _change("7.2", Effect.IS_IGNORED)], "7.1", "7.2", ()) == ()


def test_the_list_that_is_shipped_has_changes_of_every_effect() -> None:
    changes = rails_changes()
    assert len(changes) > 500
    assert {change.effect for change in changes} == set(Effect)
