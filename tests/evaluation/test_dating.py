from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.history import Age
from dxscore.domain.source import Location
from dxscore.evaluation.dating import dated
from tests.factories import a_finding, a_rule


def test_only_findings_of_dated_rules_are_asked_about_and_told_their_age() -> None:
    rule = a_rule("d.todo")
    rules = {"d.todo": replace(rule, detection=replace(rule.detection, dated=True)), "d.x": a_rule("d.x")}
    asked: list[tuple[Location, ...]] = []

    def ages_of(locations: tuple[Location, ...]) -> dict[Location, Age]:
        asked.append(locations)
        return {locations[0]: Age(800)}

    found = [replace(a_finding("d.todo", line=n), message="TODO {age}") for n in (1, 2)]
    other = replace(a_finding("d.x", line=3), message="{age}")
    first, second, third = dated([*found, other], rules, ages_of)
    assert asked == [(found[0].location, found[1].location)]
    assert (first.message, first.evidence["age_days"]) == ("TODO 2 years old", 800)
    assert (second.message, second.evidence["age_days"]) == ("TODO of unknown age", None)
    assert third == other
