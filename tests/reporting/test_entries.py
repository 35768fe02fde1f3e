from __future__ import annotations

from datetime import date

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.rule import Rule, RuleState
from dxscore.reporting.entries import points_of
from tests.factories import AS_OF, a_finding, a_rule


@pytest.mark.parametrize(
    ("status", "rule", "points"),
    [
        (Status.OPEN, a_rule(), 3.0),
        (Status.SUPPRESSED, a_rule(), 0.0),
        (Status.EXEMPT, a_rule(), 0.0),
        (Status.OPEN, a_rule(state=RuleState.DRAFT), 0.0),
        (Status.OPEN, a_rule(state=RuleState.ANNOUNCED, enforce_on=date(2026, 11, 26)), 0.0),
        (Status.OPEN, a_rule(state=RuleState.ANNOUNCED, enforce_on=AS_OF), 3.0),
    ],
)
def test_points_are_what_the_finding_adds_to_its_scorecard(status: Status, rule: Rule, points: float) -> None:
    assert points_of(replace(a_finding(), status=status), rule, AS_OF) == points
