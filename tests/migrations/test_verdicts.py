from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.rule import Rule
from dxscore.domain.severity import Severity
from dxscore.domain.source import Location
from dxscore.domain.verdict import Verdict
from dxscore.migrations.verdicts import judged_migrations
from tests.benchmarks.migration_peers import rules
from tests.migrations.programs import PATH, changing

_RULES = rules()
_ANY = _RULES["migrations.add-index"]


def _rule(severity: Severity, family: str = "") -> Rule:
    return replace(_ANY, id="x.y", family=family, grading=replace(_ANY.grading, severity=severity))


def _verdicts(
    rule: Rule, direction: str, status: Status = Status.OPEN, adapter: str = "mysql"
) -> tuple[Verdict, Verdict]:
    finding = Finding("x.y", Location(PATH, 3, 3), "", "", "", {"direction": direction}, status=status)
    (judged,) = judged_migrations([changing("add_index :users, :a")], [finding], {"x.y": rule}, adapter)
    return judged.up, judged.down


@pytest.mark.parametrize(
    ("severity", "direction", "expected"),
    [
        (Severity.MAJOR, "up", (Verdict.UNSAFE, Verdict.SAFE)),
        (Severity.CRITICAL, "down", (Verdict.SAFE, Verdict.UNSAFE)),
        (Severity.MAJOR, "", (Verdict.UNSAFE, Verdict.UNSAFE)),
        (Severity.MINOR, "up", (Verdict.SAFE, Verdict.SAFE)),
    ],
)
def test_what_is_severe_makes_a_direction_unsafe(
    severity: Severity, direction: str, expected: tuple[Verdict, Verdict]
) -> None:
    assert _verdicts(_rule(severity), direction) == expected


def test_what_was_not_understood_makes_it_unknown() -> None:
    assert _verdicts(_rule(Severity.INFO, "unknown"), "up") == (Verdict.UNKNOWN, Verdict.SAFE)


def test_what_is_suppressed_counts_for_nothing() -> None:
    assert _verdicts(_rule(Severity.MAJOR), "up", Status.SUPPRESSED) == (Verdict.SAFE, Verdict.SAFE)


def test_nothing_is_safe_on_an_unknown_database() -> None:
    assert _verdicts(_rule(Severity.MINOR), "up", adapter="unknown") == (Verdict.UNKNOWN, Verdict.UNKNOWN)
