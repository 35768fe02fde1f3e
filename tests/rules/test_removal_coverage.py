"""The list of changes of Rails says of each change which rule finds it, and the rules say the same."""

from __future__ import annotations

import importlib.util
import json
import re
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from dxscore.config import Config
from dxscore.domain.rule import Rule
from dxscore.pipeline import rules_of
from dxscore.pipeline.upgrading import BRANCHING

_ROOT = Path(__file__).parents[2]
_CHANGES = json.loads((_ROOT / "dxscore/upgrade/rails_changes.json").read_text("utf-8"))["changes"]
_RULES = {rule.id: rule for rule in rules_of(Path("/nowhere"), Config()).rules}


def _script() -> ModuleType:
    loader = SourceFileLoader("changes", str(_ROOT / "script/changes"))
    spec = importlib.util.spec_from_loader("changes", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_every_change_in_a_comment_of_a_rule_is_in_the_list_with_that_rule() -> None:
    listed = {row["id"]: row.get("rule", "") for row in _CHANGES}
    said = _script().covered()
    assert {name: listed.get(name) for name in said} == said, "run script/changes"


def test_rules_that_the_list_names_exist_and_say_when_what_they_find_stops_working() -> None:
    named = {row["rule"] for row in _CHANGES if "rule" in row}
    assert named <= _RULES.keys(), "run script/changes"
    assert not [rule_id for rule_id in named if _RULES[rule_id].upgrade is None]


def test_rules_that_an_upgrade_asks_by_name_exist() -> None:
    assert _RULES.keys() >= BRANCHING


def test_ids_are_unique() -> None:
    ids = [row["id"] for row in _CHANGES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("seen", "least"), [("yes", 0.95), ("partly", 0.6)])
def test_most_changes_that_source_shows_have_a_rule(seen: str, least: float) -> None:
    rows = [row for row in _CHANGES if row["seen"] == seen]
    assert sum("rule" in row for row in rows) >= least * len(rows)


def test_a_rule_says_of_a_change_what_the_list_says() -> None:
    """One source shape with two histories is counted once: the rule may have the other's."""
    rows = {row["id"]: row for row in _CHANGES}
    assert [row["id"] for row in _CHANGES if "rule" in row and not _agrees(row, rows.get(row.get("same_as", "")))] == []


def _agrees(row: dict[str, str], twin: dict[str, str] | None) -> bool:
    upgrade = _RULES[row["rule"]].upgrade
    said = (str(upgrade.effect), upgrade.removed_in) if upgrade else ()
    return any((each["effect"], each.get("removed_in", "")) == said for each in (row, twin) if each)


_NOTES = re.compile(r"//guides\.rubyonrails\.org/(\d+)_(\d+)_release_notes\.html")


def test_release_notes_are_those_of_the_series_that_warns_or_removes() -> None:
    told = [(rule, found) for rule in _RULES.values() for url in rule.text.learn if (found := _NOTES.search(url))]
    assert len(told) > 100
    assert [rule.id for rule, found in told if ".".join(found.groups()) not in _series(rule)] == []


def _series(rule: Rule) -> set[str]:
    return {rule.upgrade.deprecated_in, rule.upgrade.removed_in} if rule.upgrade else set()
