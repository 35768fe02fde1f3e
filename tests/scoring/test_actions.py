from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.history import FileHistory, History
from dxscore.domain.rule import Rule
from dxscore.domain.score import CheckResult, CheckSpec, Outcome, Scorecard
from dxscore.domain.severity import Severity
from dxscore.scoring.actions import actions
from dxscore.scoring.hotspots import hotspots
from dxscore.scoring.points import Tariff
from tests.factories import AS_OF, a_finding, a_rule

_MAJOR = a_rule("tech-debt.major", severity=Severity.MAJOR, weight=3.0)
_LARGE = a_rule("tech-debt.large", severity=Severity.CRITICAL, weight=5.0, effort="large")
_FREE = a_rule("tech-debt.free", severity=Severity.INFO, weight=0.0)


def a_tariff(*rules: Rule) -> Tariff:
    return Tariff({rule.id: rule for rule in rules}, AS_OF)


def churn(**commits: int) -> History:
    files = {f"{name}.rb": FileHistory(number, 2, 0.5, 10) for name, number in commits.items()}
    return History(files, complete=True, reason="")


def found(rule: Rule, path: str, line: int = 1) -> Finding:
    return a_finding(rule.id, path, line)


def test_cheap_findings_in_files_that_change_come_first() -> None:
    tariff = a_tariff(_MAJOR, _LARGE)
    chosen = actions(
        [found(_LARGE, "a.rb"), found(_MAJOR, "quiet.rb"), found(_MAJOR, "busy.rb")], [], churn(busy=30), tariff
    )
    assert [action.location.path for action in chosen] == ["busy.rb", "quiet.rb", "a.rb"]
    assert chosen[0].reason == "major, in a file changed 30 times lately"


def test_the_advice_is_varied() -> None:
    tariff = a_tariff(_MAJOR)
    chosen = actions([found(_MAJOR, f"{n}.rb", line) for n in range(5) for line in (1, 2)], [], churn(), tariff)
    assert [action.location.path for action in chosen] == ["0.rb", "1.rb"]


def test_suppressed_and_free_findings_are_no_advice() -> None:
    hidden = replace(found(_MAJOR, "a.rb"), status=Status.SUPPRESSED)
    assert actions([hidden, found(_FREE, "b.rb")], [], churn(), a_tariff(_MAJOR, _FREE)) == ()


def test_the_finding_that_alone_decides_a_level_says_so() -> None:
    check = CheckSpec("nothing critical", "silver", "findings", 0, Severity.CRITICAL)
    card = Scorecard("payments", "tech-debt", 5, 1, 0, 1000, "bronze", "", (CheckResult(check, Outcome.FAIL, 1),))
    (action,) = actions([found(_LARGE, "a.rb")], [card], churn(), a_tariff(_LARGE))
    assert action.reason == "the last critical finding between payments and silver"


def test_hotspots_need_debt_and_churn() -> None:
    tariff = a_tariff(_MAJOR, _FREE)
    everything = [found(_MAJOR, "busy.rb"), found(_MAJOR, "busy.rb", 2), found(_MAJOR, "calm.rb"), found(_FREE, "f.rb")]
    spots = hotspots(everything, churn(busy=4, calm=1, f=50), tariff)
    assert [(spot.path, spot.heat, spot.findings) for spot in spots] == [("busy.rb", 24.0, 2), ("calm.rb", 3.0, 1)]
