from __future__ import annotations

from dxscore.reporting import FORMATTERS
from dxscore.reporting.page import page
from dxscore.reporting.view import View
from tests.factories import a_report, an_empty_report


def test_a_huge_report_stays_a_usable_page() -> None:
    report = a_report(scale=150)
    made = page(report, View())
    listed = sum(len(group.listed) for section in made.sections for group in section.groups)
    left = sum(group.unlisted for section in made.sections for group in section.groups)
    assert len(report.findings) > 15_000
    assert listed + left == sum(finding.status == "open" for finding in report.findings)
    assert len(FORMATTERS["html"](report, View())) < 3_000_000


def test_groups_come_by_points() -> None:
    for section in page(a_report(), View()).sections:
        points = [group.points for group in section.groups]
        assert points == sorted(points, reverse=True)


def test_owners_with_findings_but_no_scorecard_have_a_section_too() -> None:
    report = a_report()
    made = page(an_empty_report(findings=report.findings, rules=report.rules), View())
    assert set(made.anchors) == {finding.owner for finding in report.findings}
    assert all(not section.cards for section in made.sections)


def test_findings_are_counted_per_rule() -> None:
    made = page(a_report(), View(show_suppressed=True))
    assert sum(made.per_rule.values()) == len(a_report().findings)
