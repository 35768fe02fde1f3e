from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from dxscore.domain.gate import GateReport
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.gate_reports import a_gate_report, a_quiet_gate_report, a_vile_gate_report
from tests.reporting.test_sarif import SCHEMA


def _run(report: GateReport, *, suppressed: bool = False) -> dict[str, Any]:
    log = json.loads(GATE_FORMATTERS["sarif"](report, View(show_suppressed=suppressed)))
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize("suppressed", [False, True])
@pytest.mark.parametrize("report", [a_gate_report(), a_quiet_gate_report(), a_vile_gate_report()])
def test_logs_satisfy_the_official_schema(report: GateReport, suppressed: bool) -> None:
    text = GATE_FORMATTERS["sarif"](report, View(show_suppressed=suppressed))
    Draft4Validator(SCHEMA).validate(json.loads(text))


def test_by_default_it_has_what_a_code_host_may_show_as_an_alert() -> None:
    results = _run(a_gate_report())["results"]
    assert [result["baselineState"] for result in results] == ["new", "new", "updated", "new", "unchanged"]
    assert not any("suppressions" in result for result in results)


def test_on_request_it_has_hidden_and_fixed_ones_too() -> None:
    results = _run(a_gate_report(), suppressed=True)["results"]
    assert [result["baselineState"] for result in results].count("absent") == 4
    hidden = [result["suppressions"][0] for result in results if result["suppressions"]]
    assert hidden == [
        {"kind": "inSource", "status": "accepted", "justification": "vendor API has no webhook"},
        {"kind": "external", "status": "accepted", "justification": "accepted-risk"},
    ]


def test_the_ruling_and_its_reason_are_properties() -> None:
    first = _run(a_gate_report())["results"][0]
    assert first["level"] == "error"
    assert first["properties"] == {
        "owner": "unowned",
        "severity": "blocker",
        "ruling": "stop",
        "why": "new, and at least minor",
    }


def test_moved_code_keeps_the_fingerprint_of_the_base() -> None:
    report = a_gate_report()
    moved = report.unchanged[0]
    assert moved.before
    result = _run(report)["results"][-1]
    assert result["partialFingerprints"]["dxscore/v1"] == moved.before.fingerprint != moved.finding.fingerprint


def test_what_is_no_finding_is_a_notification_of_the_run() -> None:
    (invocation,) = _run(a_gate_report())["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True
    assert notes[0] == {
        "descriptor": {"id": "statement"},
        "level": "error",
        "message": {"text": "migrations: can't be rolled back"},
    }
    assert notes[1]["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}
    assert {note["descriptor"]["id"] for note in notes} >= {"limit", "measure", "note", "file-skipped", "rule-failed"}
