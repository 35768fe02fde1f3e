from __future__ import annotations

import pytest

from dxscore.domain.rule import RuleState
from dxscore.domain.severity import Confidence, Severity
from dxscore.reporting.select import Filters, select
from tests.factories import a_finding, a_report, a_rule, an_empty_report


def test_without_filters_the_report_stays_as_it_is() -> None:
    report = a_report()
    assert select(report, Filters()) is report


def test_an_owner_brings_only_its_findings_cards_hotspots_and_actions() -> None:
    report = select(a_report(), Filters(owners=("growth",)))
    assert {finding.owner for finding in report.findings} == {"growth"}
    assert {card.owner for card in report.scorecards} == {"growth"}
    assert {spot.owner for spot in report.hotspots} == {"growth"}
    assert {action.owner for action in report.actions} == {"growth"}


def test_an_owner_without_findings_keeps_its_scorecards() -> None:
    report = select(a_report(), Filters(owners=("platform",)))
    assert report.findings == ()
    assert {card.owner for card in report.scorecards} == {"platform"}


def test_a_dimension_limits_cards_and_findings() -> None:
    report = select(a_report(), Filters(dimensions=("deprecations",)))
    assert {card.dimension for card in report.scorecards} == {"deprecations"}
    assert {finding.rule.split(".")[0] for finding in report.findings} == {"deprecations"}


def test_scores_are_those_of_the_whole_report() -> None:
    whole = a_report()
    shown = select(whole, Filters(rules=("tech-debt.todo",)))
    assert shown.scorecards
    assert set(shown.scorecards) <= set(whole.scorecards)


def test_several_values_widen_and_several_fields_narrow() -> None:
    report = select(a_report(), Filters(owners=("growth", "catalog"), rules=("*.eval", "tech-debt.to*")))
    assert {(finding.owner, finding.rule) for finding in report.findings} == {
        ("growth", "tech-debt.eval"),
        ("growth", "tech-debt.todo"),
        ("catalog", "tech-debt.eval"),
        ("catalog", "tech-debt.todo"),
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("app/models", {"app/models/a.rb", "app/models/b/c.rb"}),
        ("app/models/", {"app/models/a.rb", "app/models/b/c.rb"}),
        ("./app/models/a.rb", {"app/models/a.rb"}),
        ("models", set()),
        ("app/mod", set()),
        ("**/models/*.rb", {"app/models/a.rb", "engine/app/models/d.rb"}),
        ("app/models/*.rb", {"app/models/a.rb"}),
        (".", {"app/models/a.rb", "app/models/b/c.rb", "engine/app/models/d.rb"}),
    ],
)
def test_a_path_is_a_file_a_folder_or_a_glob(wanted: str, found: set[str]) -> None:
    paths = ("app/models/a.rb", "app/models/b/c.rb", "engine/app/models/d.rb")
    rule = a_rule()
    report = an_empty_report(findings=tuple(a_finding(path=path) for path in paths), rules={rule.id: rule})
    shown = select(report, Filters(paths=(wanted,)))
    assert {finding.location.path for finding in shown.findings} == found


def test_floors_of_severity_and_confidence() -> None:
    rules = {
        rule.id: rule
        for rule in (
            a_rule("a.sure", severity=Severity.CRITICAL),
            a_rule("a.unsure", severity=Severity.CRITICAL, confidence=Confidence.LOW, state=RuleState.DRAFT),
            a_rule("a.small", severity=Severity.MINOR),
        )
    }
    report = an_empty_report(findings=tuple(a_finding(rule) for rule in rules), rules=rules)
    shown = select(report, Filters(min_severity=Severity.MAJOR, min_confidence=Confidence.MEDIUM))
    assert [finding.rule for finding in shown.findings] == ["a.sure"]
