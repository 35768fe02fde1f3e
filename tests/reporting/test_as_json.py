from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from dxscore.domain.finding import Status
from dxscore.domain.rule import Rule, RuleState
from dxscore.reporting import FORMATTERS
from dxscore.reporting.entries import points_of
from dxscore.reporting.json_schema import SCHEMA_FILE, json_schema, schema_text
from dxscore.reporting.view import View
from tests.factories import AS_OF, HOSTILE, a_finding, a_report, a_rule, an_empty_report


@pytest.mark.parametrize("report", [a_report(), an_empty_report()])
def test_documents_satisfy_the_published_schema(report: object) -> None:
    text = FORMATTERS["json"](report, View())  # type: ignore[arg-type] # parametrize hides the type
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8"))).validate(json.loads(text))


def test_the_published_schema_is_the_one_of_the_types() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run python -m dxscore.reporting.json_schema"


def test_the_schema_is_a_valid_one_and_refuses_what_is_not_a_document() -> None:
    Draft202012Validator.check_schema(json_schema())
    broken = json.loads(FORMATTERS["json"](a_report(), View()))
    broken["findings"][0]["severity"] = "awful"
    assert not Draft202012Validator(json_schema()).is_valid(broken)


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
