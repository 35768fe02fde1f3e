from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.gems import FigureSource
from dxscore.gems.freshness import age_warnings

_TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("taken", [date(2026, 11, 25), date(2026, 10, 26), date(2027, 1, 1)])
def test_a_new_source_is_no_reason_to_warn(taken: date) -> None:
    assert age_warnings([FigureSource("snapshot", taken)], _TODAY) == ()


def test_an_old_source_says_how_old_it_is() -> None:
    old, unknown = FigureSource("snapshot", date(2026, 10, 25)), FigureSource("OSV records")
    assert age_warnings([old, unknown], _TODAY) == (
        "snapshot is 31 days old (2026-10-25): what came out since is not in it",
        "OSV records: its age is not known",
    )
