from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from xmlschema import XMLSchema

from dxscore.domain.gate import GateReport
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.gate_reports import a_gate_report, a_quiet_gate_report, a_vile_gate_report

_SCHEMA = Path(__file__).parents[2] / "schemas" / "junit-10.xsd"


def _text(report: GateReport) -> str:
    return GATE_FORMATTERS["junit"](report, View())


def _root(report: GateReport) -> Element:
    return fromstring(_text(report).encode())


@pytest.mark.parametrize("report", [a_gate_report(), a_quiet_gate_report(), a_vile_gate_report()])
def test_documents_satisfy_the_schema_of_jenkins(report: GateReport) -> None:
    XMLSchema(_SCHEMA).validate(_text(report))


def test_the_schema_refuses_what_is_no_report() -> None:
    assert not XMLSchema(_SCHEMA).is_valid(_text(a_quiet_gate_report()).replace("testcase", "case"))


def test_what_stops_has_failed_and_the_counts_say_so() -> None:
    root = _root(a_gate_report())
    (suite,) = root
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == [
        "migrations",
        "ratchet",
        "lib/tasks/report.rb:12",
        "packs/payments/app/services/payments/settlement_0/refund.rb:88",
    ]
    assert (suite.get("failures"), suite.get("skipped"), suite.get("tests")) == ("4", "1", str(len(suite)))


def test_a_failure_tells_why_and_how_to_fix() -> None:
    failure = _root(a_gate_report()).find(".//testcase[@classname='tech-debt.eval']/failure")
    assert failure is not None
    assert failure.get("message") == "eval of a text that Report.build makes"
    assert (failure.text or "").splitlines()[-1].startswith("How to fix: Rescue the one error")


def test_a_warning_passes_with_its_text_as_output() -> None:
    case = _root(a_gate_report()).find(".//testcase[@classname='tech-debt.long-method']")
    assert case is not None
    assert [child.tag for child in case] == ["system-out"]


def test_an_accepted_finding_is_skipped_with_its_reason() -> None:
    skipped = _root(a_gate_report()).find(".//testcase[@classname='tech-debt.sleep']/skipped")
    assert skipped is not None
    assert skipped.get("message") == "suppressed: vendor API has no webhook"


def test_a_clean_change_is_one_passing_case() -> None:
    assert [(case.get("name"), len(case)) for case in _root(a_quiet_gate_report()).iter("testcase")] == [
        ("nothing new", 0)
    ]
