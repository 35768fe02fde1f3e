from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.severity import Severity
from dxscore.domain.source import Location
from dxscore.reporting.remarks import Remark
from dxscore.reporting.sarif import Notification, sarif
from tests.factories import HOSTILE, a_finding, a_rule

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
)


def _run(*findings: Finding, suppressed: bool = False, note: Notification | None = None) -> dict[str, Any]:
    rule = replace(a_rule(), aliases=("tech-debt.old-id", "tech-debt.old-id"))
    remarks = [Remark(finding, rule, "error") for finding in findings]
    log = json.loads(sarif(remarks, [note] if note else [], "0.1.0", suppressed))
    Draft4Validator(SCHEMA).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_refuses_what_is_no_log() -> None:
    assert not Draft4Validator(SCHEMA).is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_result_points_to_its_rule_and_place() -> None:
    (result,) = _run(replace(a_finding(), location=Location("app/a b.rb", 3, 5, 7)))["results"]
    assert (result["ruleId"], result["ruleIndex"]) == ("tech-debt.rescue-nil", 0)
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "app/a%20b.rb", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 7, "endLine": 5},
            },
            "logicalLocations": [{"fullyQualifiedName": "User#sync"}],
        }
    ]


def test_a_rule_has_help_in_markdown_and_its_old_ids() -> None:
    (rule,) = _run(a_finding())["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"].startswith("**Why:** A rescue modifier catches")
    assert "**How to fix:** Rescue the one error" in rule["help"]["markdown"]
    assert rule["helpUri"] == "https://docs.ruby-lang.org/en/3.4/syntax/exceptions_rdoc.html"
    assert rule["deprecatedIds"] == ["tech-debt.old-id"]
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(
    ("severity", "level"), list(zip(Severity, ("note", "warning", "error", "error", "error"), strict=True))
)
def test_severities_have_levels(severity: Severity, level: str) -> None:
    rule = a_rule(severity=severity)
    log = json.loads(sarif([Remark(a_finding(), rule, "note")], [], "0.1.0", suppressed=False))
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == level


def test_equal_fingerprints_are_told_apart_where_the_host_would_drop_one() -> None:
    results = _run(a_finding(), a_finding())["results"]
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert [text.partition(":")[2] for text in hashes] == ["1", "2"]


def test_every_result_says_whether_it_is_suppressed_when_asked() -> None:
    exempt = replace(a_finding(), status=Status.EXEMPT, justification="accepted-risk")
    results = _run(a_finding(), exempt, suppressed=True)["results"]
    assert [result["suppressions"] for result in results] == [
        [],
        [{"kind": "external", "status": "accepted", "justification": "accepted-risk"}],
    ]


def test_more_results_than_the_host_takes_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.reporting.sarif._MOST_RESULTS", 2)
    run = _run(*(a_finding(line=line) for line in (1, 2, 3)))
    assert len(run["results"]) == 2
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "1 result left out: GitHub takes 2 at most"


def test_a_message_can_hold_no_link() -> None:
    (result,) = _run(replace(a_finding(), message=HOSTILE))["results"]
    assert r"\[x](javascript:1)" in result["message"]["text"]


def test_long_texts_are_cut() -> None:
    (result,) = _run(replace(a_finding(), message="x" * 9_000))["results"]
    assert len(result["message"]["text"]) <= 1_024


def test_a_notification_points_to_a_file_as_a_whole() -> None:
    (note,) = _run(note=Notification("file-skipped", "warning", "not read: binary", "a\udcff.rb"))["invocations"][0][
        "toolExecutionNotifications"
    ]
    assert note["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "a%FF.rb", "uriBaseId": "%SRCROOT%"}}}
    ]
