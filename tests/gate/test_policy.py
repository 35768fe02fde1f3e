from __future__ import annotations

from datetime import date

import pytest

from dxscore.config.gate import GateConfig
from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import Change, Compared, Ruling
from dxscore.domain.rule import RuleState
from dxscore.domain.severity import Severity
from dxscore.gate.policy import judged, notified
from tests.factories import AS_OF, a_finding, a_rule

MAJOR = a_rule("tech-debt.major")
MINOR = a_rule("deprecations.minor", severity=Severity.MINOR)
ANNOUNCED = a_rule("tech-debt.announced", state=RuleState.ANNOUNCED, enforce_on=date(2027, 2, 1))
RULES = {rule.id: rule for rule in (MAJOR, MINOR, ANNOUNCED)}


def ruling(policy: GateConfig, rule: str = MAJOR.id, change: Change = Change.NEW) -> str:
    (entry,) = judged([Compared(a_finding(rule), change)], RULES, policy, AS_OF)
    return str(entry.ruling)


@pytest.mark.parametrize(
    ("policy", "rule", "expected"),
    [
        (GateConfig(), MAJOR.id, "stop"),
        (GateConfig(), MINOR.id, "stop"),
        (GateConfig(), ANNOUNCED.id, "warn"),
        (GateConfig(fail_on="major"), MINOR.id, "warn"),
        (GateConfig(fail_on="never"), MAJOR.id, "warn"),
        (GateConfig(fail_on="never", stop=("tech-debt.*",)), MAJOR.id, "stop"),
        (GateConfig(warn=("deprecations.*",)), MINOR.id, "warn"),
        (GateConfig(warn=("*",), stop=(MAJOR.id,)), MAJOR.id, "stop"),
        (GateConfig(dimensions=("tech-debt",)), MAJOR.id, "stop"),
        (GateConfig(dimensions=("tech-debt",)), MINOR.id, "warn"),
        (GateConfig(dimensions=("tech-debt",), stop=(MINOR.id,)), MINOR.id, "stop"),
    ],
)
def test_new_findings(policy: GateConfig, rule: str, expected: str) -> None:
    assert ruling(policy, rule) == expected


@pytest.mark.parametrize("word", ["pass", "warn", "stop"])
def test_worse_findings_have_a_line_of_their_own(word: str) -> None:
    assert ruling(GateConfig(worse=word), change=Change.WORSE) == word


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.EXEMPT])
def test_hidden_findings_are_shown_and_pass(status: Status) -> None:
    (entry,) = judged([Compared(replace(a_finding(MAJOR.id), status=status), Change.NEW)], RULES, GateConfig(), AS_OF)
    assert (entry.ruling, entry.reason) == (Ruling.PASS, status)


def test_what_has_not_changed_is_no_entry() -> None:
    quiet = [Compared(a_finding(MAJOR.id), change) for change in (Change.UNCHANGED, Change.FIXED)]
    assert judged(quiet, RULES, GateConfig(), AS_OF) == ()


def test_the_worst_comes_first() -> None:
    places = [(MINOR.id, "a.rb", 1), (MAJOR.id, "b.rb", 2), (MAJOR.id, "b.rb", 1), (ANNOUNCED.id, "a.rb", 1)]
    compared = [Compared(a_finding(*place), Change.NEW) for place in places]
    shown = judged(compared, RULES, GateConfig(fail_on="major"), AS_OF)
    assert [_place(entry.finding) for entry in shown] == [places[2], places[1], places[3], places[0]]


def test_owners_of_what_stops_are_told() -> None:
    policy = GateConfig(fail_on="major", notify={"payments": "@acme/payments", "growth": "@acme/growth"})
    growth = replace(a_finding(MINOR.id), owner="growth")
    found = [Compared(growth, Change.NEW), Compared(a_finding(MAJOR.id), Change.NEW)]
    assert notified(judged(found, RULES, policy, AS_OF), policy) == ("@acme/payments",)


def _place(finding: Finding) -> tuple[str, str, int]:
    return finding.rule, finding.location.path, finding.location.line
