from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Finding, Status
from dxscore.domain.rule import Rule, RuleState
from dxscore.domain.score import CheckSpec, Outcome, Scorecard, ScorecardSpec
from dxscore.domain.severity import Severity
from dxscore.scoring.points import Tariff
from dxscore.scoring.scorecards import Tally, scorecards, tallied_scorecards
from tests.factories import AS_OF, a_finding, a_rule

_SPEC = ScorecardSpec(
    "tech-debt",
    "Technical debt",
    ("bronze", "silver", "gold"),
    (
        CheckSpec("no blocker", "bronze", "findings", 0, Severity.BLOCKER),
        CheckSpec("density at most 30", "silver", "density", 30),
        CheckSpec("no major", "gold", "findings", 0, Severity.MAJOR),
    ),
)
_BLOCKER = a_rule("tech-debt.blocker", severity=Severity.BLOCKER, weight=10.0)
_MAJOR = a_rule("tech-debt.major", severity=Severity.MAJOR, weight=3.0)
_MINOR = a_rule("tech-debt.minor", severity=Severity.MINOR, weight=1.0)


def findings(rule: Rule, number: int, owner: str = "payments", status: Status = Status.OPEN) -> list[Finding]:
    return [replace(a_finding(rule.id, line=n), owner=owner, status=status) for n in range(1, number + 1)]


def cards(found: Sequence[Finding], lines: dict[str, int], *more: Rule) -> tuple[Scorecard, ...]:
    rules = {rule.id: rule for rule in (_BLOCKER, _MAJOR, _MINOR, *more)}
    return scorecards(found, [_SPEC], lines, Tariff(rules, AS_OF))


def card(found: Sequence[Finding], lines: int = 1000, *more: Rule) -> Scorecard:
    return cards(found, {"payments": lines}, *more)[0]


def test_points_add_up_and_density_is_per_thousand_lines() -> None:
    result = card(findings(_MAJOR, 4) + findings(_MINOR, 2), lines=2000)
    assert (result.points, result.density, result.findings) == (14.0, 7.0, 6)


def test_a_level_needs_its_own_checks_and_all_lower_ones() -> None:
    assert card([]).level == "gold"
    assert card(findings(_MAJOR, 1)).level == "silver"
    assert card(findings(_MINOR, 31)).level == "bronze"
    assert card(findings(_BLOCKER, 1)).level == "none"


def test_the_next_step_says_how_far_it_is() -> None:
    assert card(findings(_MAJOR, 2)).next_step == "2 findings (no major) from gold"
    assert card(findings(_MINOR, 41)).next_step == "11 points (density at most 30) from silver"
    assert card(findings(_MINOR, 31)).next_step == "1 point (density at most 30) from silver"
    assert card([]).next_step == "at the top level: keep it there"


def test_suppressed_findings_are_counted_apart_and_make_a_check_exempt() -> None:
    result = card(findings(_BLOCKER, 2, status=Status.SUPPRESSED))
    assert (result.points, result.findings, result.hidden) == (0, 0, 2)
    assert result.checks[0].outcome is Outcome.EXEMPT
    assert result.level == "gold"


def test_an_owner_without_code_has_no_density_and_the_check_does_not_apply() -> None:
    result = card(findings(_MINOR, 99), lines=0)
    assert result.density is None
    assert result.checks[1].outcome is Outcome.NOT_APPLICABLE
    assert result.level == "gold"


def test_a_rule_that_failed_makes_what_it_decides_unknown_and_not_gold() -> None:
    rules = {rule.id: rule for rule in (_BLOCKER, _MAJOR, _MINOR)}

    def level(found: Sequence[Finding], failed: str) -> str:
        return scorecards(found, [_SPEC], {"payments": 1000}, Tariff(rules, AS_OF), {failed})[0].level

    assert level([], _BLOCKER.id) == "unknown"
    assert level(findings(_MAJOR, 1), _BLOCKER.id) == "unknown"
    assert level(findings(_BLOCKER, 1), _BLOCKER.id) == "none"
    assert level(findings(_MINOR, 31), _MINOR.id) == "bronze"
    (result,) = scorecards([], [_SPEC], {"payments": 1000}, Tariff(rules, AS_OF), {_MINOR.id})
    assert [check.outcome for check in result.checks] == [Outcome.PASS, Outcome.UNKNOWN, Outcome.PASS]
    assert "a rule failed" in result.next_step


def test_unowned_comes_first_then_the_densest_owner() -> None:
    found = findings(_MINOR, 5, "small") + findings(_MINOR, 9, "large") + findings(_MINOR, 1, UNOWNED)
    order = cards(found, {"large": 9000, "small": 1000, UNOWNED: 5000, "clean": 100})
    assert [each.owner for each in order] == [UNOWNED, "small", "large", "clean"]


def test_an_announced_rule_counts_from_its_day_on() -> None:
    coming = a_rule("tech-debt.coming", weight=5.0, state=RuleState.ANNOUNCED, enforce_on=date(2027, 1, 1))
    come = a_rule("tech-debt.come", weight=5.0, state=RuleState.ANNOUNCED, enforce_on=AS_OF)
    assert card(findings(coming, 3), 1000, coming).points == 0
    assert card(findings(come, 3), 1000, come).points == 15


def test_numbers_alone_give_the_same_scorecards_as_findings() -> None:
    found = [*findings(_MAJOR, 4), *findings(_MINOR, 2, status=Status.SUPPRESSED), *findings(_BLOCKER, 1, UNOWNED)]
    tallies = {
        "payments": Tally(Counter({_MAJOR.id: 4}), Counter({_MINOR.id: 2})),
        UNOWNED: Tally(Counter({_BLOCKER.id: 1})),
    }
    tariff = Tariff({rule.id: rule for rule in (_BLOCKER, _MAJOR, _MINOR)}, AS_OF)
    assert tallied_scorecards(tallies, [_SPEC], {"payments": 900}, tariff) == cards(found, {"payments": 900})
