from __future__ import annotations

import pytest
from rich.cells import cell_len

from dxscore.domain.severity import Severity
from dxscore.reporting.listing import rule_table
from dxscore.reporting.view import View
from tests.factories import a_rule

RULES = [a_rule("tech-debt.b", severity=Severity.MINOR, weight=0.5), a_rule("tech-debt.a")]


def test_off_a_terminal_one_rule_per_line_by_id() -> None:
    assert rule_table(RULES, View()) == (
        "tech-debt.a\tmajor\t3\thigh\tenforced\tError swallowed by a rescue modifier\n"
        "tech-debt.b\tminor\t0.5\thigh\tenforced\tError swallowed by a rescue modifier\n"
    )


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_terminal_gets_a_table_with_every_title(width: int) -> None:
    text = rule_table(RULES, View(terminal=True, width=width))
    assert text.count("Error swallowed by a rescue modifier") == 2
    assert "2 rules" in text
    assert max(map(cell_len, text.splitlines())) <= width
