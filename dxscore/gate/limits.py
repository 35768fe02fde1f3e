"""Findings that count, of both sides, and `[gate]` -> ratchets and budgets that are not kept or were just reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from dxscore.config.gate import BudgetConfig, GateConfig, RatchetConfig
from dxscore.domain.finding import Finding
from dxscore.domain.gate import LimitResult, Ruling
from dxscore.gate.policy import names

_Counts: TypeAlias = Mapping[tuple[str, str], int]
"""(rule, owner) -> open findings."""


def limits(base: Iterable[Finding], head: Iterable[Finding], policy: GateConfig) -> tuple[LimitResult, ...]:
    """Those that stop the change, then those that it has brought to their goal."""
    before, after = _counts(base), _counts(head)
    results = [result for ratchet in policy.ratchets for result in _ratcheted(ratchet, before, after)]
    results += [result for budget in policy.budgets for result in _budgeted(budget, before, after)]
    return tuple(sorted(dict.fromkeys(results), key=lambda result: -result.ruling.rank))


def _counts(findings: Iterable[Finding]) -> _Counts:
    return Counter((finding.rule, finding.owner) for finding in findings if finding.status.counts)


def _ratcheted(ratchet: RatchetConfig, before: _Counts, after: _Counts) -> Iterator[LimitResult]:
    """A rule of an owner that has reached zero stays there: any finding is then more than there was."""
    for rule, owner in sorted({*before, *after}):
        if not _is_ratcheted(ratchet, rule, owner):
            continue
        then, now = before.get((rule, owner), 0), after.get((rule, owner), 0)
        if now > then:
            yield LimitResult("ratchet", (rule,), owner, then, now, None, Ruling.STOP)
        elif now == 0 < then:
            yield LimitResult("ratchet", (rule,), owner, then, now, None, Ruling.PASS)


def _is_ratcheted(ratchet: RatchetConfig, rule: str, owner: str) -> bool:
    return (not ratchet.rules or names(ratchet.rules, rule)) and (not ratchet.owners or owner in ratchet.owners)


def _budgeted(budget: BudgetConfig, before: _Counts, after: _Counts) -> Iterator[LimitResult]:
    then, now = _within(budget, before), _within(budget, after)
    if now > max(then, budget.at_most):
        yield LimitResult("budget", budget.rules, budget.owner, then, now, budget.at_most, Ruling.STOP)
    elif now <= budget.at_most < then:
        yield LimitResult("budget", budget.rules, budget.owner, then, now, budget.at_most, Ruling.PASS)


def _within(budget: BudgetConfig, counts: _Counts) -> int:
    return sum(
        count
        for (rule, owner), count in counts.items()
        if (not budget.rules or names(budget.rules, rule)) and budget.owner in ("", owner)
    )
