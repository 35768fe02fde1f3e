"""Findings per owner -> ranked scorecards: points, level, and the next step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct, field

from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.score import CheckResult, CheckSpec, Outcome, Scorecard, ScorecardSpec
from dxscore.scoring.points import Tariff

_PASSED = (Outcome.PASS, Outcome.EXEMPT, Outcome.NOT_APPLICABLE)
_UNKNOWN = "unknown"


class Tally(Struct, frozen=True):
    """How many findings of each rule one owner has."""

    open: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)


class _Account(Struct, frozen=True):
    """One owner's findings in one dimension, by rule."""

    owner: str
    code_lines: int
    open: Counter[str]
    hidden: Counter[str]
    tariff: Tariff
    failed: frozenset[str]
    """Rules of the dimension that could not be judged: that they found nothing says nothing."""

    @property
    def points(self) -> float:
        return sum(self.tariff.price(rule) * number for rule, number in self.open.items())


def scorecards(
    findings: Iterable[Finding],
    specs: Sequence[ScorecardSpec],
    code_lines: Mapping[str, int],
    tariff: Tariff,
    failed: Collection[str] = (),
) -> tuple[Scorecard, ...]:
    """One scorecard per owner and dimension, ranked: unowned first, then by density of all dimensions together.

    `code_lines`: owner -> lines of production code; every owner in it gets a scorecard, with or without findings.
    `failed`: rules that could not be judged; a check that asks for one of them is unknown unless it fails anyway.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for finding in findings:
        tally = tallies[finding.owner]
        (tally.open if finding.status.counts else tally.hidden)[finding.rule] += 1
    return tallied_scorecards(tallies, specs, code_lines, tariff, failed)


def tallied_scorecards(
    tallies: Mapping[str, Tally],
    specs: Sequence[ScorecardSpec],
    code_lines: Mapping[str, int],
    tariff: Tariff,
    failed: Collection[str] = (),
) -> tuple[Scorecard, ...]:
    """The same of what is known by number alone, as of a commit of the past; `tallies` by owner."""
    cards = [
        _card(account, spec)
        for spec in specs
        for account in _accounts(tallies, spec.dimension, code_lines, tariff, failed)
    ]
    return tuple(sorted(cards, key=_ranking(cards)))


def _accounts(
    tallies: Mapping[str, Tally],
    dimension: str,
    code_lines: Mapping[str, int],
    tariff: Tariff,
    failed: Iterable[str],
) -> Iterable[_Account]:
    """Those with code, and those with findings of the dimension that count."""
    blind = frozenset(rule for rule in failed if tariff.counts(rule, dimension))
    for owner in dict.fromkeys((*code_lines, *tallies)):
        tally = tallies.get(owner, Tally())
        opened, hidden = (_counting(rules, dimension, tariff) for rules in (tally.open, tally.hidden))
        if owner in code_lines or opened or hidden:
            yield _Account(owner, code_lines.get(owner, 0), opened, hidden, tariff, blind)


def _counting(rules: Counter[str], dimension: str, tariff: Tariff) -> Counter[str]:
    return Counter({rule: number for rule, number in rules.items() if tariff.counts(rule, dimension)})


def _card(account: _Account, spec: ScorecardSpec) -> Scorecard:
    checks = tuple(_judged(check, account) for check in spec.checks)
    level, target = _standing(checks, spec.levels)
    return Scorecard(
        owner=account.owner,
        dimension=spec.dimension,
        points=account.points,
        findings=account.open.total(),
        hidden=account.hidden.total(),
        code_lines=account.code_lines,
        level=level,
        next_step=_next_step(target, [check for check in checks if check.level == target], account),
        checks=checks,
    )


def _judged(check: CheckSpec, account: _Account) -> CheckResult:
    if check.measure == "density" and not account.code_lines:
        return CheckResult(check, Outcome.NOT_APPLICABLE, None)
    value, with_hidden = (_measured(check, found, account) for found in (account.open, account.open + account.hidden))
    if value > check.limit:
        return CheckResult(check, Outcome.FAIL, round(value, 1))
    if any(account.tariff.selects(check, rule) for rule in account.failed):
        return CheckResult(check, Outcome.UNKNOWN, None)
    outcome = Outcome.PASS if with_hidden <= check.limit else Outcome.EXEMPT
    return CheckResult(check, outcome, round(value, 1))


def _measured(check: CheckSpec, rules: Counter[str], account: _Account) -> float:
    """The price of a finding that counts is the same whether it is open or hidden."""
    tariff = account.tariff
    chosen = {rule: number for rule, number in rules.items() if tariff.selects(check, rule)}
    if check.measure == "findings":
        return sum(chosen.values())
    return sum(tariff.price(rule) * number for rule, number in chosen.items()) * 1000 / account.code_lines


def _standing(checks: Sequence[CheckResult], levels: Sequence[str]) -> tuple[str, str]:
    """The level reached, 'none' below the lowest, and the next one, '' at the top; 'unknown' when it can't be told."""
    reached = "none"
    for level in levels:
        outcomes = {check.outcome for check in checks if check.level == level}
        if Outcome.FAIL in outcomes:
            return reached, level
        if not outcomes.issubset(_PASSED):
            return _UNKNOWN, level
        reached = level
    return reached, ""


def _next_step(target: str, checks: Sequence[CheckResult], account: _Account) -> str:
    if not target:
        return "at the top level: keep it there"
    failed = [check for check in checks if check.outcome is Outcome.FAIL]
    if not failed:
        return "a rule failed, so that nothing can be said: 'Not seen' has the reason"
    return f"{' and '.join(_missing(check, account) for check in failed)} from {target}"


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
