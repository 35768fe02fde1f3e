from __future__ import annotations

from dxscore.domain.gems import Block
from dxscore.domain.upgrade import GemObstacle, Hop, Matter, Obstacle
from dxscore.upgrade.steps import Work, steps
from tests.factories import a_finding, a_rule

_RULES = {rule_id: a_rule(rule_id) for rule_id in ("a.first", "a.second", "a.later")}


def _obstacle(rule: str, matter: Matter = Matter.BLOCKER, owner: str = "payments", hours: float = 1) -> Obstacle:
    return Obstacle(matter, rule, owner, (a_finding(rule),), hours=hours)


def _hop(end: str, *obstacles: Obstacle, ruby: str = "") -> Hop:
    return Hop("7.1", end, f"{end}.0", ruby, obstacles)


def _work(*hops: Hop, gems: tuple[GemObstacle, ...] = (), ruby: str = "3.3.0") -> Work:
    return Work(hops, gems, _RULES, ruby, "platform")


def test_earlier_hops_come_first_then_what_breaks_then_what_is_quick() -> None:
    work = _work(
        _hop("7.2", _obstacle("a.second", Matter.SILENT_CHANGE), _obstacle("a.first", hours=9)),
        _hop("8.0", _obstacle("a.later")),
    )
    assert [step.rule for step in steps(work)["payments"]] == ["a.first", "a.second", "a.later"]


def test_the_owner_with_most_hours_is_named_first() -> None:
    work = _work(_hop("7.2", _obstacle("a.first", owner="a"), _obstacle("a.second", owner="b", hours=40)))
    assert list(steps(work)) == ["b", "a"]


def test_what_only_warns_and_what_is_gone_is_no_step() -> None:
    assert (
        steps(_work(_hop("7.2", _obstacle("a.first", Matter.PENDING), _obstacle("a.later", Matter.GONE_ALREADY)))) == {}
    )


def test_an_old_ruby_is_one_step_for_the_first_hop_that_needs_a_newer_one() -> None:
    work = _work(_hop("7.2", ruby="3.1.0"), _hop("8.0", ruby="3.2.0"), _hop("8.1", ruby="3.2.0"), ruby="3.1.4")
    (step,) = steps(work)["platform"]
    assert (step.hop, step.text) == ("8.0", "Run on Ruby 3.2.0 or newer; locked is 3.1.4")


def test_an_unknown_ruby_is_no_step() -> None:
    assert steps(_work(_hop("7.2", ruby="3.1.0"), ruby="")) == {}


def test_a_gem_that_refuses_is_a_step_of_its_owner_and_a_suspected_one_is_not() -> None:
    declared = GemObstacle("old", "1.0", "Gemfile.lock", 3, Block("declared", "needs rails < 8", opens="2.0"), "growth")
    suspected = GemObstacle("odd", "1.0", "Gemfile.lock", 4, Block("suspected"), "growth")
    (step,) = steps(_work(_hop("8.0"), gems=(declared, suspected)))["growth"]
    assert step.text == "old 1.0 needs rails < 8: update it to 2.0 or later"
