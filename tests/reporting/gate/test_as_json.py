from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dxscore.domain.gate import GateReport
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.json_schema import GATE_SCHEMA_FILE
from dxscore.reporting.view import View
from tests.gate_reports import VILE, a_gate_report, a_quiet_gate_report, a_vile_gate_report


def _document(report: GateReport) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(GATE_FORMATTERS["json"](report, View()))
    return document


@pytest.mark.parametrize("report", [a_gate_report(), a_quiet_gate_report(), a_vile_gate_report()])
def test_documents_satisfy_the_published_schema(report: GateReport) -> None:
    Draft202012Validator(json.loads(GATE_SCHEMA_FILE.read_text("utf-8"))).validate(_document(report))


def test_an_entry_has_its_change_ruling_and_counterpart() -> None:
    worse = _document(a_gate_report())["entries"][2]
    assert (worse["change"], worse["ruling"], worse["reason"]) == ("worse", "warn", "worse, and at least minor")
    assert worse["finding"]["path"].endswith("ledger.rb")
    assert worse["before"]["evidence"] == {"count": 1}


def test_a_suppressed_finding_says_why() -> None:
    hidden = _document(a_gate_report())["entries"][-1]["finding"]
    assert (hidden["status"], hidden["justification"]) == ("suppressed", "vendor API has no webhook")


def test_only_rules_of_the_findings_are_told() -> None:
    document = _document(a_gate_report())
    found = {entry["finding"]["rule"] for entry in document["entries"]} | {each["rule"] for each in document["fixed"]}
    assert set(document["rules"]) == found


def test_hostile_text_comes_back_with_its_surrogates_spelled_out() -> None:
    (first, _hidden) = _document(a_vile_gate_report())["entries"]
    assert first["finding"]["message"] == VILE.replace("\udcff", r"\udcff")
