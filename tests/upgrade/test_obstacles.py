from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.upgrade import Matter
from dxscore.upgrade.obstacles import obstacles
from dxscore.upgrade.placing import Placed
from tests.factories import a_finding, a_rule


def _placed(rule_id: str, matter: Matter = Matter.BLOCKER, effort: str = "small") -> Placed:
    return Placed(a_rule(rule_id, effort=effort), matter, 0)


def test_each_owner_gets_the_findings_of_a_rule_by_place() -> None:
    found = [a_finding("a.b", line=9), a_finding("a.b", line=2), replace(a_finding("a.b", line=1), owner="growth")]
    growth, payments = sorted(obstacles([_placed("a.b")], found), key=lambda each: each.owner)
    assert (growth.owner, len(growth.findings)) == ("growth", 1)
    assert [finding.location.line for finding in payments.findings] == [2, 9]


def test_hours_follow_the_effort_of_the_rule_and_the_open_findings() -> None:
    found = [a_finding("a.b", line=line) for line in (1, 2)]
    hidden = replace(a_finding("a.b", line=3), status=Status.SUPPRESSED)
    (obstacle,) = obstacles([_placed("a.b", effort="medium")], [*found, hidden])
    assert (obstacle.hours, obstacle.accepted) == (16, 1)


def test_a_listed_finding_is_open_because_a_todo_file_repairs_nothing() -> None:
    listed = replace(a_finding("a.b"), status=Status.LISTED)
    assert obstacles([_placed("a.b")], [listed])[0].findings == (listed,)


def test_what_presses_most_comes_first_then_what_costs_most() -> None:
    rules = [_placed("a.pending", Matter.PENDING), _placed("a.cheap"), _placed("a.dear", effort="large")]
    found = [a_finding(rule) for rule in ("a.pending", "a.cheap", "a.dear")]
    assert [each.rule for each in obstacles(rules, found)] == ["a.dear", "a.cheap", "a.pending"]


def test_a_rule_without_findings_is_no_obstacle() -> None:
    assert obstacles([_placed("a.b")], []) == ()


def test_what_breaks_in_tests_and_tasks_does_not_stop_the_application() -> None:
    places = {
        "app/a.rb": Matter.BLOCKER,
        "spec/a_spec.rb": Matter.TEST_BLOCKER,
        "lib/tasks/a.rake": Matter.TOOL_BLOCKER,
    }
    found = [a_finding("a.b", path=path) for path in places]
    seen = {each.findings[0].location.path: each.matter for each in obstacles([_placed("a.b")], found)}
    assert seen == places


def test_a_silent_change_is_one_wherever_it_stands() -> None:
    found = [a_finding("a.b", path="spec/a_spec.rb")]
    assert obstacles([_placed("a.b", Matter.SILENT_CHANGE)], found)[0].matter is Matter.SILENT_CHANGE
