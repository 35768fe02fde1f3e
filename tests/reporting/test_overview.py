from __future__ import annotations

import re

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.report import Coverage
from dxscore.domain.score import Action
from dxscore.domain.source import Skip
from dxscore.reporting.overview import advice, by_owner, skipped, verdict
from tests.factories import a_finding, a_report, a_rule, an_empty_report


def test_the_verdict_counts_levels_from_the_top_and_names_what_is_unowned() -> None:
    text = verdict(a_report())
    assert re.fullmatch(r"\d+ open findings worth \d+ points, 2\d% of them unowned\. 12 scorecards: .+", text)
    assert text.endswith(": 2 gold, 2 silver, 2 bronze, 2 none, 4 unknown.")


def test_the_verdict_is_about_what_is_shown() -> None:
    finding, rule = replace(a_finding(), owner="unowned"), a_rule()
    report = an_empty_report(findings=(finding,), rules={rule.id: rule})
    assert verdict(report) == "1 open finding worth 3 points, all of them unowned. No scorecard."


def test_without_scorecards_the_verdict_says_so() -> None:
    assert verdict(an_empty_report()) == "0 open findings worth 0 points. No scorecard."


def test_owners_keep_their_rank() -> None:
    owners = by_owner(a_report().scorecards)
    assert list(owners) == ["unowned", "payments", "catalog", "identity", "growth", "platform"]
    assert {len(cards) for cards in owners.values()} == {2}


def test_actions_come_first_then_the_worst_open_findings() -> None:
    rule = a_rule()
    worst, hidden, chosen = (a_finding(line=line) for line in (1, 2, 3))
    report = an_empty_report(
        findings=(worst, replace(hidden, status=Status.SUPPRESSED), chosen),
        actions=(Action(chosen.location, chosen.rule, chosen.owner, "lifts payments"),),
        rules={rule.id: rule},
    )
    assert [(item.finding, item.reason) for item in advice(report, 10)] == [(chosen, "lifts payments"), (worst, "")]
    assert len(advice(report, 1)) == 1


def test_skips_are_counted_by_reason_with_an_example() -> None:
    skips = (Skip("a.rb", "binary"), Skip("b.rb", "syntax error", "line 3"), Skip("c.rb", "syntax error", "line 9"))
    found = skipped(Coverage(3, 10, skips, (), ()))
    assert [(each.reason, each.files, each.example) for each in found] == [
        ("syntax error", 2, "b.rb line 3"),
        ("binary", 1, "a.rb"),
    ]


def test_a_reason_that_only_repeats_the_severity_is_none() -> None:
    finding, rule = a_finding(), a_rule()
    action = Action(finding.location, finding.rule, finding.owner, "major")
    (item,) = advice(an_empty_report(findings=(finding,), actions=(action,), rules={rule.id: rule}), 10)
    assert item.reason == ""
