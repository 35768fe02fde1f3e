"""What other tools get from a whole scan."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest
from jsonschema import Draft4Validator

from dxscore.reporting import FORMATTERS
from dxscore.reporting.overview import open_findings
from dxscore.reporting.view import View
from tests.factories import a_report, an_empty_report
from tests.reporting.test_gitlab import entries
from tests.reporting.test_sarif import SCHEMA

_OPEN = len(open_findings(a_report()))
_ALL = len(a_report().findings)


@pytest.mark.parametrize(("suppressed", "count"), [(False, _OPEN), (True, _ALL)])
def test_sarif_has_results_without_a_baseline(suppressed: bool, count: int) -> None:
    log = json.loads(FORMATTERS["sarif"](a_report(), View(show_suppressed=suppressed)))
    Draft4Validator(SCHEMA).validate(log)
    results = log["runs"][0]["results"]
    assert len(results) == count
    assert not any("baselineState" in result for result in results)


def test_sarif_tells_what_was_not_seen() -> None:
    log = json.loads(FORMATTERS["sarif"](a_report(), View()))
    notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert {note["descriptor"]["id"] for note in notes} == {"rule-failed", "file-skipped", "unknown"}


def test_gitlab_has_every_open_finding() -> None:
    assert len(entries(FORMATTERS["gitlab"](a_report(), View()))) == _OPEN


def test_checkstyle_has_every_open_finding() -> None:
    root = fromstring(FORMATTERS["checkstyle"](a_report(), View()))
    assert sum(1 for _ in root.iter("error")) == _OPEN


@pytest.mark.parametrize("name", ["sarif", "gitlab", "checkstyle"])
def test_an_empty_scan_is_a_valid_document(name: str) -> None:
    text = FORMATTERS[name](an_empty_report(), View())
    assert fromstring(text) is not None if name == "checkstyle" else json.loads(text) is not None
