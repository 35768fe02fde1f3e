from __future__ import annotations

import pytest

from dxscore.domain.gate import LimitResult, Measure, Place, Ruling
from dxscore.reporting.gate.matters import limits, matters, measured, where
from tests.gate_reports import a_gate_report, a_quiet_gate_report


def test_statements_come_first_and_all_have_a_sentence() -> None:
    kinds = [matter.kind for matter in matters(a_gate_report())]
    assert kinds == ["statement", "limit", "limit", "measure", "measure", "note", "note", "note"]
    assert next(iter(matters(a_gate_report()))).sentence == "migrations: can't be rolled back"


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (
            LimitResult("ratchet", ("a.*", "b.c"), "payments", 12, 14, None, Ruling.STOP),
            "a.*, b.c of payments: 12 before, 14 now; the count may not rise",
        ),
        (
            LimitResult("ratchet", ("a.b",), "", 1, 0, None, Ruling.PASS),
            "a.b: 1 before, 0 now; none left, and none may come back",
        ),
        (
            LimitResult("budget", (), "", 1_041, 1_042, 1_000, Ruling.STOP),
            "all rules: 1,041 before, 1,042 now; at most 1,000 allowed",
        ),
    ],
)
def test_a_limit_tells_both_counts_and_what_is_allowed(limit: LimitResult, text: str) -> None:
    assert [matter.text for matter in limits(a_quiet_gate_report(limits=(limit,)))] == [text]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure("files with an owner", 81.25, "%"), "81.2%"),
        (Measure("age of gems", 12.5, "libyears"), "12.5 libyears"),
        (Measure("offences", 1_412), "1,412"),
        (Measure("coverage", None, "%"), "unknown"),
    ],
)
def test_measures_have_their_unit(measure: Measure, text: str) -> None:
    assert measured(measure) == text


def test_a_file_as_a_whole_has_no_line() -> None:
    assert where(Place("dxscore.toml")) == "dxscore.toml"
    assert where(Place("app/a.rb", 3)) == "app/a.rb:3"
