from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from dxscore.reporting import FORMATTERS
from dxscore.reporting.json_schema import SCHEMA_FILE
from dxscore.reporting.view import View
from tests.factories import HOSTILE, a_finding, a_report, a_rule, an_empty_report


@pytest.mark.parametrize("report", [a_report(), an_empty_report()])
def test_documents_satisfy_the_published_schema(report: object) -> None:
    text = FORMATTERS["json"](report, View())  # type: ignore[arg-type] # parametrize hides the type
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8"))).validate(json.loads(text))


def test_fields_of_a_finding() -> None:
    finding, rule = a_finding(), a_rule()
    text = FORMATTERS["jsonl"](an_empty_report(findings=(finding,), rules={rule.id: rule}), View())
    assert json.loads(text) == {
        "rule": "tech-debt.rescue-nil",
        "dimension": "tech-debt",
        "severity": "major",
        "confidence": "high",
        "state": "enforced",
        "status": "open",
        "path": "app/models/user.rb",
        "line": 1,
        "end_line": 1,
        "column": 5,
        "message": "Api.call swallows every error",
        "owner": "payments",
        "symbol": "User#sync",
        "fingerprint": finding.fingerprint,
        "points": 3.0,
        "evidence": {"NAME": "Api.call", "count": 1},
        "justification": "",
    }


def test_lines_are_the_findings_of_the_document() -> None:
    document = json.loads(FORMATTERS["json"](a_report(), View()))
    lines = FORMATTERS["jsonl"](a_report(), View()).splitlines()
    assert [json.loads(line) for line in lines] == document["findings"]


def test_hostile_text_comes_back_unchanged() -> None:
    document = json.loads(FORMATTERS["json"](a_report(), View()))
    assert HOSTILE in {finding["message"] for finding in document["findings"]}


def test_suppressed_findings_are_there_with_their_status() -> None:
    document = json.loads(FORMATTERS["json"](a_report(), View()))
    assert {finding["status"] for finding in document["findings"]} == {"open", "suppressed"}


def test_an_owner_without_code_has_no_density() -> None:
    document = json.loads(FORMATTERS["json"](a_report(), View()))
    assert {card["density"] for card in document["scorecards"] if card["owner"] == "platform"} == {None}
