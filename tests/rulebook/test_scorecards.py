"""Scorecard files -> specs, and what is said about wrong ones."""

from __future__ import annotations

import pytest

from dxscore.domain.score import CheckSpec, ScorecardSpec
from dxscore.domain.severity import Severity
from tests.rulebook.support import load, problems_of

NAME = "scorecards/demo.yml"
HEAD = "dimension: demo\ntitle: Demo\nlevels: [bronze, silver]\n"


def said(text: str) -> list[str]:
    return [str(problem).partition("demo.yml:")[2] for problem in problems_of(text, NAME)]


def test_a_scorecard_has_levels_and_checks() -> None:
    text = HEAD + (
        "checks:\n"
        "  - {level: bronze, title: few, findings: {min_severity: major, at_most: 5}}\n"
        "  - {level: silver, title: thin, density: {at_most: 2.5}}\n"
    )
    assert load(text, NAME).scorecards == (
        ScorecardSpec(
            "demo",
            "Demo",
            ("bronze", "silver"),
            (
                CheckSpec("few", "bronze", "findings", 5, Severity.MAJOR),
                CheckSpec("thin", "silver", "density", 2.5),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ("[{level: gold, title: t, density: {at_most: 1}}]", "4: unknown level 'gold' (known: bronze, silver)"),
        ("[{level: slver, title: t, density: {at_most: 1}}]", "4: unknown level 'slver' (did you mean 'silver'?)"),
        ("[{level: silver, title: t}]", "4: a check needs either 'findings' or 'density'"),
        ("[{level: silver, title: t, density: {}}]", "4: density is empty"),
        ("[{level: silver, title: t, density: {most: 1}}]", "unknown key 'most' in density (did you mean 'at_most'?)"),
        ("[{level: silver, title: t, density: {at_most: few}}]", "4: a number from 0 is expected, not 'few'"),
        ("[{level: silver, density: {at_most: 1}}]", "4: a check has no 'title'"),
        ("[]", "4: the list is empty"),
        ("{level: silver}", "4: a list is expected, not a mapping"),
        ("[{level: none, title: t, density: {at_most: 1}}]", "4: 'none' is not a level in lower case"),
        (
            "[{level: silver, title: t, findings: {at_most: 1, rules: [demo.gone]}}]",
            "4: unknown rule 'demo.gone'",
        ),
    ],
)
def test_a_wrong_check_is_a_problem_with_line_and_suggestion(checks: str, expected: str) -> None:
    assert any(expected in problem for problem in said(f"{HEAD}checks: {checks}\n"))


def test_levels_must_differ() -> None:
    text = HEAD.replace("silver", "bronze") + "checks: [{level: bronze, title: t, density: {at_most: 1}}]\n"
    assert said(text) == ["3: a level is named twice"]


def test_unknown_keys_and_missing_ones_are_told_at_once() -> None:
    problems = said("dimensoin: demo\nlevels: [a]\n")
    assert problems[0] == "1: unknown key 'dimensoin' in a scorecard (did you mean 'dimension'?)"
    assert problems[1:] == [
        "1: a scorecard has no 'title' (its name in reports)",
        problems[2],
    ]
    assert "has no 'checks'" in problems[2]
