from __future__ import annotations

import pytest

from dxscore.domain.gems import Block, BlockState
from dxscore.domain.rule import Effect
from dxscore.domain.upgrade import Change, GemObstacle, Hop, Matter, Obstacle, Readiness
from dxscore.upgrade.placing import Placed
from dxscore.upgrade.readiness import Seen, of_code, of_gems, of_ruby
from tests.factories import a_finding, a_rule


def _seen(
    *obstacles: Obstacle, by_hand: tuple[Change, ...] = (), undecided: frozenset[str] = frozenset()
) -> tuple[Readiness, Readiness]:
    placed = [
        Placed(a_rule("a.breaks"), Matter.BLOCKER, 0),
        Placed(a_rule("a.tests"), Matter.TEST_BLOCKER, 0),
        Placed(a_rule("a.changes"), Matter.SILENT_CHANGE, 0),
        Placed(a_rule("a.later"), Matter.PENDING, 0),
    ]
    return of_code(Seen(placed, [Hop("7.1", "7.2", "7.2.2", obstacles=obstacles)], by_hand, undecided))


def _obstacle(rule: str, matter: Matter, *, accepted: int = 0) -> Obstacle:
    return Obstacle(matter, rule, "payments", () if accepted else (a_finding(rule),), accepted)


def _change(effect: Effect) -> Change:
    return Change("x", "x", "", "7.2", effect)


def test_rules_without_findings_are_clear_and_what_only_warns_is_no_check() -> None:
    assert _seen() == (Readiness("removed API", 2, 0, 0), Readiness("changed behaviour", 1, 0, 0))


def test_a_rule_with_findings_is_blocked_once_however_many_owners_have_some() -> None:
    twice = _obstacle("a.breaks", Matter.BLOCKER)
    assert _seen(twice, twice)[0] == Readiness("removed API", 1, 1, 0)


def test_a_suppressed_blocker_breaks_all_the_same_and_an_accepted_change_is_settled() -> None:
    code, behaviour = _seen(
        _obstacle("a.breaks", Matter.BLOCKER, accepted=1), _obstacle("a.changes", Matter.SILENT_CHANGE, accepted=1)
    )
    assert (code.blocked, behaviour.blocked) == (1, 0)


def test_changes_that_no_rule_sees_are_unknown_in_the_part_they_belong_to() -> None:
    code, behaviour = _seen(by_hand=(_change(Effect.BREAKS), _change(Effect.CHANGES_SILENTLY), _change(Effect.BREAKS)))
    assert (code.unknown, behaviour.unknown) == (2, 1)


def test_a_rule_that_failed_is_unknown_not_clear() -> None:
    assert _seen(undecided=frozenset({"a.breaks"}))[0] == Readiness("removed API", 1, 0, 1)


def _gem(state: BlockState) -> GemObstacle:
    return GemObstacle("x", "1.0", "Gemfile.lock", 3, Block(state), "payments")


def test_suspected_gems_are_unknown() -> None:
    assert of_gems(5, [_gem("declared"), _gem("suspected")]) == Readiness("gems", 3, 1, 1)


@pytest.mark.parametrize(
    ("locked", "minimum", "counts"),
    [
        ("3.2.0", "3.2.0", (1, 0, 0)),
        ("3.1.6", "3.2.0", (0, 1, 0)),
        ("", "3.2.0", (0, 0, 1)),
        ("3.1.6", "", (0, 0, 0)),
    ],
)
def test_ruby_is_one_check(locked: str, minimum: str, counts: tuple[int, int, int]) -> None:
    assert of_ruby(locked, minimum) == Readiness("Ruby", *counts)
