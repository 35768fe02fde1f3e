from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.gate import Change, Compared, GateReport, Note, Ruling
from dxscore.reporting.gate.verdict import accepted, headline, points, shown, side, signed, tally
from tests.factories import a_finding
from tests.gate_reports import a_gate_report, a_judged, a_quiet_gate_report

_NOTE = Note("policy", "dxscore.toml changed", (), Ruling.WARN)
_HEADLINES = (
    (a_quiet_gate_report(), "passed"),
    (a_quiet_gate_report(entries=(a_judged(ruling=Ruling.PASS),)), "passed"),
    (a_quiet_gate_report(notes=(_NOTE,)), "passed with warnings: 1 note"),
    (a_quiet_gate_report(notes=(_NOTE,), entries=(a_judged(),)), "stopped by 1 finding"),
    (a_gate_report(), "stopped by 2 findings, 1 statement and 1 limit"),
)


@pytest.mark.parametrize(("report", "text"), _HEADLINES)
def test_the_headline_counts_what_decided(report: GateReport, text: str) -> None:
    assert headline(report) == text


def test_the_tally_counts_changes() -> None:
    assert tally(a_gate_report()) == "3 new, 1 worse, 4 fixed, 1 new but accepted"
    assert tally(a_quiet_gate_report()) == "nothing new"
    fixed = (Compared(a_finding(), Change.FIXED),)
    assert tally(a_quiet_gate_report(fixed=fixed)) == "nothing new; 1 fixed"


def test_an_accepted_finding_is_shown_when_the_policy_minds_it() -> None:
    listed = replace(a_finding(), status=Status.LISTED)
    passing, warning = (a_judged(Change.WORSE, ruling, listed) for ruling in (Ruling.PASS, Ruling.WARN))
    report = a_quiet_gate_report(entries=(warning, passing))
    assert shown(report) == (warning,)
    assert accepted(report) == (passing,)


def test_sides_are_named_with_their_commit_if_they_have_one() -> None:
    report = a_quiet_gate_report()
    assert side(report.base) == "origin/main (9c1b7e4a9c)"
    assert side(replace(report.head, name="staged changes", commit="")) == "staged changes"


def test_points_that_changed_with_the_largest_rise_first() -> None:
    report = a_quiet_gate_report(points={"gems": 0.0, "schema": -2.5, "tech-debt": 9.0})
    assert [(name, signed(delta)) for name, delta in points(report)] == [("tech-debt", "+9"), ("schema", "-2.5")]
