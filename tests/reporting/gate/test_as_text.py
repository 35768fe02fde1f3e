from __future__ import annotations

import pytest

from dxscore.domain.gate import GateReport
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.factories import a_finding
from tests.gate_reports import a_gate_report, a_judged, a_quiet_gate_report


def _page(report: GateReport, width: int = 80) -> list[str]:
    return GATE_FORMATTERS["text"](report, View(terminal=True, width=width)).splitlines()


def test_off_a_terminal_it_is_one_thing_per_line_with_the_verdict_last() -> None:
    entries = (a_judged(finding=a_finding(line=12)),)
    text = GATE_FORMATTERS["text"](a_quiet_gate_report(entries=entries), View())
    assert text.splitlines() == [
        "app/models/user.rb:12:5 stop new major tech-debt.rescue-nil Api.call swallows every error [payments]",
        "dxscore gate: stopped by 1 finding (1 new)",
    ]


def test_off_a_terminal_what_is_no_finding_comes_first_and_its_places_can_be_clicked() -> None:
    lines = GATE_FORMATTERS["text"](a_gate_report(), View()).splitlines()
    assert lines[0] == "statement stop migrations: can't be rolled back"
    assert lines[1].startswith("db/migrate/20261120_drop_vouchers.rb:4 stop migrations ")


def test_accepted_findings_are_lines_only_when_asked_for() -> None:
    report = a_gate_report()
    assert "poll_job.rb:10:5" not in GATE_FORMATTERS["text"](report, View())
    assert "(suppressed: vendor API has no webhook)" in GATE_FORMATTERS["text"](report, View(show_suppressed=True))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_page_fits_the_terminal(width: int) -> None:
    assert max(map(len, _page(a_gate_report(), width))) <= width


def test_the_page_has_its_parts_in_order_and_the_verdict_last() -> None:
    titles = [line for line in _page(a_gate_report(), 120) if line[:1].isupper() and not line.startswith("RULING")]
    assert titles == [
        "Statements",
        "New and worse  worst first",
        "Limits",
        "Measures",
        "Worth knowing",
        "Fixed  thank you",
        "New, but accepted  1 finding",
        "Not seen",
        "Stopped by 2 findings, 1 statement and 1 limit",
    ]


def test_a_quiet_change_is_a_short_page() -> None:
    assert _page(a_quiet_gate_report())[-2:] == ["Passed", "nothing new"]
    assert len(_page(a_quiet_gate_report())) == 6


def test_a_long_list_is_cut_and_counted() -> None:
    entries = tuple(a_judged(finding=a_finding(line=line)) for line in range(1, 31))
    page = _page(a_quiet_gate_report(entries=entries))
    assert sum("app/models/user.rb:" in line for line in page) == 20
    assert "… and 10 more findings: off a terminal every finding is listed" in page
