"""`[rules]` of dxscore.toml: what it switches and weighs, and the digest of what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.config import RulesConfig
from dxscore.domain.severity import Severity
from dxscore.errors import InvalidInputError
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.loader import every_rule, load_rulebook
from dxscore.rulebook.selection import in_force
from tests.rulebook.support import rule_text, write

SCORECARD = (
    "dimension: {}\ntitle: T\nlevels: [bronze]\nchecks: [{{level: bronze, title: t, findings: {{at_most: {}}}}}]\n"
)


@pytest.fixture
def everything(tmp_path: Path) -> Rulebook:
    files: dict[str, str | bytes] = {
        "a.yml": rule_text("severity: major", "aliases: [old.a]", rule_id="one.a"),
        "b.yml": rule_text("severity: major", "weight: 7", rule_id="one.b"),
        "c.yml": rule_text("state: draft", rule_id="two.c"),
        "d.yml": rule_text(rule_id="two.d"),
        "scorecards/one.yml": SCORECARD.format("one", 1),
        "scorecards/two.yml": SCORECARD.format("two", 1),
    }
    return every_rule([write(tmp_path, files)])


def ids(book: Rulebook) -> list[str]:
    return [rule.id for rule in book.rules]


def test_rules_are_disabled_by_id_alias_or_dimension(everything: Rulebook) -> None:
    assert ids(in_force(everything, RulesConfig(disable=("one.b",)))) == ["one.a", "two.d"]
    assert ids(in_force(everything, RulesConfig(disable=("old.a",)))) == ["one.b", "two.d"]
    left = in_force(everything, RulesConfig(disable=("one",)))
    assert ids(left) == ["two.d"]
    assert [card.dimension for card in left.scorecards] == ["two"]


def test_a_draft_runs_when_enabled(everything: Rulebook) -> None:
    assert ids(in_force(everything, RulesConfig(enable=("two.c",)))) == ["one.a", "one.b", "two.c", "two.d"]


def test_severity_and_weight_are_overruled(everything: Rulebook) -> None:
    config = RulesConfig(severity={"old.a": "blocker", "one.b": "minor"}, weight={"two.d": 2})
    grades = {rule.id: (rule.grading.severity, rule.grading.weight) for rule in in_force(everything, config).rules}
    assert grades == {
        "one.a": (Severity.BLOCKER, 10),
        "one.b": (Severity.MINOR, 7),
        "two.d": (Severity.MINOR, 2),
    }


def test_what_names_no_rule_is_a_problem_of_the_configuration(everything: Rulebook) -> None:
    config = RulesConfig(
        disable=("one.z", "on"),
        enable=("two",),
        severity={"one.a": "hard", "two.x": "major"},
        weight={"one.a": -1, "one.b": float("nan")},
    )
    with pytest.raises(InvalidInputError) as caught:
        in_force(everything, config)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 7
    assert all(text.startswith("dxscore.toml:1: [rules] ") for text in said)
    assert said[0] == "dxscore.toml:1: [rules] disable: unknown rule 'one.z' (did you mean 'one.b'?)"
    assert said[1].endswith("unknown rule 'on' (did you mean 'one'?)")


def digest(folder: Path, text: str, config: RulesConfig | None = None, limit: int = 1) -> str:
    write(folder, {"a.yml": text, "scorecards/demo.yml": SCORECARD.format("demo", limit)})
    return load_rulebook([folder], config or RulesConfig()).digest


def test_the_digest_ignores_prose_tests_and_file_names(tmp_path: Path) -> None:
    plain = digest(tmp_path / "a", rule_text())
    prose = rule_text("title: T", "why: W", "fix: F", "learn: https://a.b", "message: other", "# a comment")
    assert digest(tmp_path / "b", prose) == plain
    assert len(plain) == 12
    assert int(plain, 16) >= 0


@pytest.mark.parametrize(
    "change",
    [
        "severity: major",
        "weight: 2",
        "confidence: low",
        "dimension: other",
        "in_tests: yes",
        "paths: {include: [app/**]}",
        "applies_when: {rails: '> 5'}",
        "capture: {A: call.name}",
        "metric: {per: file}",
        "dated: true",
        "aliases: [demo.old]",
    ],
)
def test_the_digest_changes_with_what_changes_results(tmp_path: Path, change: str) -> None:
    assert digest(tmp_path, rule_text(change)) != digest(tmp_path, rule_text())


def test_the_digest_changes_with_match_limits_and_configuration(tmp_path: Path) -> None:
    plain = digest(tmp_path, rule_text())
    assert digest(tmp_path, rule_text(match="match: {call: {name: saved}}")) != plain
    assert digest(tmp_path, rule_text(), limit=2) != plain
    assert digest(tmp_path, rule_text(), RulesConfig(weight={"demo.rule": 9})) != plain
    assert digest(tmp_path, rule_text(), RulesConfig(disable=("demo.rule",))) != plain


def test_matchers_of_the_same_parts_have_different_digests(tmp_path: Path) -> None:
    inside, has = (
        digest(tmp_path, rule_text(match=f"match: {{all: [{{const: A}}, {{{word}: {{const: B}}}}]}}"))
        for word in ("inside", "has")
    )
    assert inside != has
