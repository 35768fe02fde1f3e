"""Notes on those who judge a change."""

from __future__ import annotations

from dxscore.config.gate import BudgetConfig, GateConfig
from dxscore.gate.notes import idle_names

_RULES = ("tech-debt.sleep", "tech-debt.rescue-nil", "gems.pinned")


def test_names_that_fit_no_rule_are_told_with_what_was_meant() -> None:
    policy = GateConfig(
        stop=("tech-debt.slep", "gems.*"), warn=("tech-debt.rescue-*",), budgets=(BudgetConfig(("schema.*",), "", 3),)
    )
    (note,) = idle_names(policy, _RULES)
    assert [place.text.split()[0] for place in note.places] == ["'tech-debt.slep'", "'schema.*'"]
    assert "tech-debt.sleep" in note.places[0].text


def test_a_policy_of_known_names_needs_no_note() -> None:
    assert [*idle_names(GateConfig(stop=("gems.*",)), _RULES)] == []
