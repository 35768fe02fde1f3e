"""docs/writing-rules.md says what the loader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxscore.domain.entities import ENTITIES
from dxscore.rulebook.captures import CAPTURE_PATHS
from dxscore.rulebook.loader import every_rule
from dxscore.rulebook.matchers import PLACES
from dxscore.rulebook.schema import rule_schema
from tests.rulebook.support import load, write

TEXT = (Path(__file__).parents[2] / "docs/writing-rules.md").read_text()
RULE, SCORECARD = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_rule_shown_loads() -> None:
    assert [rule.id for rule in load(RULE).rules] == ["tech-debt.rescue-nil"]


def test_the_scorecard_shown_loads(tmp_path: Path) -> None:
    rule = RULE.replace("tech-debt.rescue-nil", "tech-debt.global-variable")
    folder = write(tmp_path, {"rule.yml": rule, "scorecards/tech-debt.yml": SCORECARD})
    (card,) = every_rule([folder]).scorecards
    assert [check.rules for check in card.checks] == [(), ("tech-debt.global-variable",), ()]


@pytest.mark.parametrize("key", rule_schema()["$defs"]["rule"]["properties"])
def test_every_key_of_a_rule_is_mentioned(key: str) -> None:
    assert re.search(rf"^{key}:|`{key}`|`{key}: ", TEXT, re.MULTILINE)


@pytest.mark.parametrize("word", [*PLACES, *ENTITIES, *CAPTURE_PATHS])
def test_every_matcher_and_capture_path_is_mentioned(word: str) -> None:
    assert re.search(rf"`{re.escape(word)}(:.*?)?`", TEXT)
