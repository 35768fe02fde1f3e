"""Findings per owner -> ranked scorecards: points, level, and the next step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.score import CheckResult, CheckSpec, Outcome, Scorecard, ScorecardSpec
from dxscore.scoring.points import Tariff

_PASSED = (Outcome.PASS, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class _Account:
    """One owner's findings in one dimension."""

    owner: str
    code_lines: int
    open: tuple[Finding, ...]
    hidden: tuple[Finding, ...]
    tariff: Tariff

    @property
    def points(self) -> float:
        return sum(map(self.tariff.points, self.open))


def scorecards(
    findings: Sequence[Finding], specs: Sequence[ScorecardSpec], code_lines: Mapping[str, int], tariff: Tariff
) -> tuple[Scorecard, ...]:
    """One scorecard per owner and dimension, ranked: unowned first, then by density of all dimensions together.

    `code_lines`: owner -> lines of production code; every owner in it gets a scorecard, with or without findings.
    """
    accounts = {spec.dimension: _accounts(findings, spec.dimension, code_lines, tariff) for spec in specs}
    cards = [_card(account, spec) for spec in specs for account in accounts[spec.dimension]]
    return tuple(sorted(cards, key=_ranking(cards)))


def _accounts(
    findings: Sequence[Finding], dimension: str, code_lines: Mapping[str, int], tariff: Tariff
) -> list[_Account]:
    owned: dict[str, list[Finding]] = defaultdict(list, {owner: [] for owner in code_lines})
    for finding in findings:
        rule = tariff.rules[finding.rule]
        if rule.dimension == dimension and rule.grading.counts_on(tariff.as_of):
            owned[finding.owner].append(finding)
    return [
        _Account(
            owner,
            code_lines.get(owner, 0),
            tuple(finding for finding in found if finding.status.counts),
            tuple(finding for finding in found if not finding.status.counts),
            tariff,
        )
        for owner, found in owned.items()
    ]


def _card(account: _Account, spec: ScorecardSpec) -> Scorecard:
    checks = tuple(_judged(check, account) for check in spec.checks)
    level, target = _standing(checks, spec.levels)
    return Scorecard(
        owner=account.owner,
        dimension=spec.dimension,
        points=account.points,
        findings=len(account.open),
        hidden=len(account.hidden),
        code_lines=account.code_lines,
        level=level,
        next_step=_next_step(target, [check for check in checks if check.level == target], account),
        checks=checks,
    )


def _judged(check: CheckSpec, account: _Account) -> CheckResult:
    if check.measure == "density" and not account.code_lines:
        return CheckResult(check, Outcome.NOT_APPLICABLE, None)
    value, with_hidden = (_measured(check, found, account) for found in (account.open, account.open + account.hidden))
    outcome = Outcome.FAIL if value > check.limit else Outcome.PASS if with_hidden <= check.limit else Outcome.EXEMPT
    return CheckResult(check, outcome, round(value, 1))


def _measured(check: CheckSpec, findings: Sequence[Finding], account: _Account) -> float:
    chosen = [finding for finding in findings if account.tariff.selects(check, finding)]
    if check.measure == "findings":
        return len(chosen)
    return sum(map(account.tariff.points, chosen)) * 1000 / account.code_lines


def _standing(checks: Sequence[CheckResult], levels: Sequence[str]) -> tuple[str, str]:
    """The level reached, 'none' below the lowest, and the next one, '' at the top."""
    reached = "none"
    for level in levels:
        if any(check.outcome not in _PASSED for check in checks if check.level == level):
            return reached, level
        reached = level
    return reached, ""


def _next_step(target: str, checks: Sequence[CheckResult], account: _Account) -> str:
    if not target:
        return "at the top level: keep it there"
    return (
        f"{' and '.join(_missing(check, account) for check in checks if check.outcome is Outcome.FAIL)} from {target}"
    )


def _missing(check: CheckResult, account: _Account) -> str:
    over = (check.value or 0) - check.limit
    if check.unit == "findings":
        return f"{over:.0f} finding{'' if over == 1 else 's'} ({check.title})"
    points = max(1, round(over * account.code_lines / 1000))
    return f"{points:,} point{'' if points == 1 else 's'} ({check.title})"


def _ranking(cards: Sequence[Scorecard]) -> Callable[[Scorecard], tuple[object, ...]]:
    """Unowned, then owners by falling density, those without code last; one owner's cards stay together."""
    points: dict[str, float] = defaultdict(float)
    for card in cards:
        points[card.owner] += card.points

    def key(card: Scorecard) -> tuple[object, ...]:
        density = points[card.owner] / card.code_lines if card.code_lines else -1.0
        return card.owner != UNOWNED, -density, card.owner, card.dimension

    return key
