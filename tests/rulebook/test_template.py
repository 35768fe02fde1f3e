"""A new rule's file loads and says what to do next."""

from __future__ import annotations

import pytest

from dxscore.errors import DxscoreError
from dxscore.rulebook.template import new_rule
from tests.rulebook.support import load


def test_a_new_rule_loads_with_tests_that_use_its_capture() -> None:
    (rule,) = load(new_rule("data-access.write-in-loop")).rules
    assert (rule.id, rule.text.title) == ("data-access.write-in-loop", "Write in loop")
    assert rule.grading.state == "draft"
    assert rule.invalid[1].line == 2
    assert rule.invalid[1].captures == {"NAME": "old_method"}
    assert len(rule.valid) == len(rule.invalid) == 2


@pytest.mark.parametrize("rule_id", ["", "nodot", "Tech.Debt", "a.b: c", "../x.y", "a.b\nc: d"])
def test_what_is_no_id_is_refused(rule_id: str) -> None:
    with pytest.raises(DxscoreError, match="id"):
        new_rule(rule_id)
