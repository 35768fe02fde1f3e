"""Every shipped rule: complete, sanely graded, and right about its own examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from dxscore.domain.rule import Rule, RuleState
from dxscore.domain.severity import Severity
from dxscore.resources import RULES
from dxscore.rulebook.loader import every_rule
from dxscore.trials import try_examples

_SHIPPED: Sequence[Rule] = every_rule([RULES], examples=True).rules
_IN_TECH_DEBT = [rule for rule in _SHIPPED if rule.dimension == "tech-debt"]
_WEIGHTS = {
    Severity.INFO: (0, 0),
    Severity.MINOR: (0.5, 4),
    Severity.MAJOR: (2, 8),
    Severity.CRITICAL: (5, 10),
    Severity.BLOCKER: (10, 20),
}
"""Lowest and highest weight by severity: what is worse also costs more."""


def each(rules: Sequence[Rule]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", rules, ids=[rule.id for rule in rules])


@each(_SHIPPED)
def test_stands_in_the_file_of_its_name(rule: Rule) -> None:
    name = rule.id.removeprefix(f"{rule.dimension}.")
    assert Path(rule.origin) == RULES / rule.dimension / f"{name}.yml"


@each(_SHIPPED)
def test_has_what_a_reader_needs(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9-]+\.[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert 10 <= len(rule.text.title) <= 80
    assert not rule.text.title.endswith(".")
    assert len(rule.text.why) >= 40
    assert len(rule.text.fix) >= 8
    assert all(link.startswith("https://") for link in rule.text.learn)


@each(_IN_TECH_DEBT)
def test_weighs_what_its_severity_promises(rule: Rule) -> None:
    low, high = _WEIGHTS[rule.grading.severity]
    assert low <= rule.grading.weight <= high


@each(_IN_TECH_DEBT)
def test_has_at_least_two_examples_each_way(rule: Rule) -> None:
    assert len(rule.invalid) >= 2
    assert len(rule.valid) >= 2


@each(_SHIPPED)
def test_is_right_about_its_examples(rule: Rule) -> None:
    wrong = [f"{trial.example}: {trial.detail}" for trial in try_examples([rule], _SHIPPED) if not trial.passed]
    assert not wrong


def test_no_text_shows_quotes_around_itself() -> None:
    texts = [(rule.id, text) for rule in _SHIPPED for text in (rule.text.title, rule.text.why, rule.text.fix)]
    assert not [rule_id for rule_id, text in texts if text.startswith('"') and text.endswith('"')]


def test_titles_tell_rules_apart() -> None:
    titles = [rule.text.title for rule in _SHIPPED]
    assert len(set(titles)) == len(titles)


def test_tech_debt_is_covered_broadly() -> None:
    assert sum(rule.grading.state is RuleState.ENFORCED for rule in _IN_TECH_DEBT) >= 55
