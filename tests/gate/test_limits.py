from __future__ import annotations

import pytest

from dxscore.config.gate import BudgetConfig, GateConfig, RatchetConfig
from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import LimitResult, Ruling
from dxscore.gate.limits import limits
from tests.factories import a_finding

RATCHET = GateConfig(ratchets=(RatchetConfig(rules=("tech-debt.*",)),))
BUDGET = GateConfig(budgets=(BudgetConfig(rules=("tech-debt.*",), at_most=2),))


def some(count: int, rule: str = "tech-debt.sleep", owner: str = "payments") -> list[Finding]:
    return [replace(a_finding(rule, line=number + 1), owner=owner) for number in range(count)]


def rulings(base: list[Finding], head: list[Finding], policy: GateConfig) -> list[str]:
    return [str(result.ruling) for result in limits(base, head, policy)]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(2, 3, ["stop"]), (0, 1, ["stop"]), (2, 2, []), (2, 1, []), (2, 0, ["pass"])]
)
def test_a_ratchet_does_not_turn_back(before: int, after: int, expected: list[str]) -> None:
    assert rulings(some(before), some(after), RATCHET) == expected


def test_a_ratchet_holds_each_rule_and_owner_apart() -> None:
    base = some(2) + some(1, owner="growth") + some(1, "tech-debt.eval")
    head = some(1) + some(2, owner="growth") + some(2, "tech-debt.eval")
    expected = [("tech-debt.eval", "payments", 1, 2), ("tech-debt.sleep", "growth", 1, 2)]
    found = limits(base, head, RATCHET)
    assert [(each.rules[0], each.owner, each.before, each.after) for each in found] == expected


def test_a_ratchet_for_some_owners_and_rules() -> None:
    policy = GateConfig(ratchets=(RatchetConfig(rules=("deprecations.*",), owners=("growth",)),))
    assert rulings([], some(3), policy) == []
    assert rulings([], some(1, "deprecations.x", "growth"), policy) == ["stop"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(1, 2, []), (2, 3, ["stop"]), (5, 6, ["stop"]), (5, 5, []), (5, 4, []), (5, 2, ["pass"])],
)
def test_a_budget_stops_what_is_over_it_and_rising(before: int, after: int, expected: list[str]) -> None:
    assert rulings(some(before), some(after), BUDGET) == expected


def test_a_budget_counts_all_its_rules_of_an_owner() -> None:
    policy = GateConfig(budgets=(BudgetConfig(owner="payments", at_most=1),))
    head = some(1) + some(1, "deprecations.x") + some(4, owner="growth")
    assert limits([], head, policy) == (LimitResult("budget", (), "payments", 0, 2, 1, Ruling.STOP),)


def test_suppressed_findings_do_not_count() -> None:
    hidden = [replace(finding, status=Status.SUPPRESSED) for finding in some(3)]
    assert rulings([], hidden, RATCHET) == []
