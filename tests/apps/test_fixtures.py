"""The demo app is what its list of planted situations says, and is valid Ruby."""

from pathlib import Path
from typing import Any

import pytest
import tree_sitter
import tree_sitter_ruby
import yaml

FIXTURES = Path(__file__).parents[2] / "fixtures"
MONOLITH = FIXTURES / "monolith"
EXPECTATIONS = Path(__file__).with_name("monolith_expectations.yml")
RUBY = sorted(path for path in MONOLITH.rglob("*") if path.suffix in {".rb", ".rake", ".ru", ".jbuilder", ".gemspec"})


def _expectations() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(EXPECTATIONS.read_text())
    return loaded


def test_every_planted_situation_is_where_the_list_says() -> None:
    moved = [
        f"{each['path']}:{each['line']}: {each['code']}"
        for each in _expectations()
        if each["code"] not in (MONOLITH / each["path"]).read_text().splitlines()[each["line"] - 1]
    ]
    assert moved == []


@pytest.mark.parametrize("team", ["payments", "catalog", "growth", "platform", "unowned"])
@pytest.mark.parametrize("dimension", ["tech-debt", "deprecations", "upgrade-allowances", "data-access", "migrations"])
def test_every_dimension_says_something_about_most_teams(team: str, dimension: str) -> None:
    quiet = {("payments", "upgrade-allowances"), ("platform", "migrations")}
    found = any(each["team"] == team and each["dimension"] == dimension for each in _expectations())
    assert found is ((team, dimension) not in quiet)


def test_all_ruby_of_the_demo_can_be_parsed() -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_ruby.language()))
    assert len(RUBY) > 150
    assert [path for path in RUBY if parser.parse(path.read_bytes()).root_node.has_error] == []
