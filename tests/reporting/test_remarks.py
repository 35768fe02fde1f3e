from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.severity import Severity
from dxscore.reporting.remarks import Remark, level_of, numbered, scan_remarks
from dxscore.reporting.view import View
from tests.factories import a_finding, a_rule, an_empty_report


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.BLOCKER, "error"), (Severity.MAJOR, "error"), (Severity.MINOR, "warning")]
)
def test_severities_have_levels(severity: Severity, level: str) -> None:
    assert level_of(severity) == level
    assert level_of(Severity.INFO) == "note"


def test_a_scan_has_open_findings_and_others_on_request() -> None:
    opened, exempt = a_finding(line=1), replace(a_finding(line=2), status=Status.EXEMPT)
    report = an_empty_report(findings=(opened, exempt), rules={opened.rule: a_rule()})
    assert [remark.finding for remark in scan_remarks(report, View())] == [opened]
    assert [remark.finding for remark in scan_remarks(report, View(show_suppressed=True))] == [opened, exempt]


def test_the_identity_is_that_of_the_base_where_there_is_one() -> None:
    old, new = a_finding(path="a.rb"), a_finding(path="b.rb")
    assert Remark(new, a_rule(), "error").identity == new.fingerprint
    assert Remark(new, a_rule(), "error", before=old).identity == old.fingerprint


def test_equals_are_numbered() -> None:
    assert list(numbered("aba")) == [("a", 1), ("b", 1), ("a", 2)]
