"""ScanReport -> what other tools read: SARIF, GitLab's code quality report, Checkstyle's XML."""

from __future__ import annotations

from dxscore.domain.report import ScanReport
from dxscore.reporting.checkstyle import checkstyle
from dxscore.reporting.from_top import scan_from_top
from dxscore.reporting.gitlab import code_quality
from dxscore.reporting.remarks import scan_remarks
from dxscore.reporting.sarif import sarif, unseen
from dxscore.reporting.view import View


def render_sarif(report: ScanReport, view: View) -> str:
    """Findings as results without a baseline state; suppressed ones, marked so, with `show_suppressed`."""
    report = scan_from_top(report, view.folder)
    seen = report.coverage
    notifications = unseen(seen.skipped, seen.unknown, seen.failures)
    return sarif(scan_remarks(report, view), notifications, report.provenance.version, view.show_suppressed)


def render_gitlab(report: ScanReport, view: View) -> str:
    """What GitLab compares the reports of merge requests with."""
    return code_quality(scan_remarks(scan_from_top(report, view.folder), view))


def render_checkstyle(report: ScanReport, view: View) -> str:
    """Findings by file."""
    return checkstyle(scan_remarks(scan_from_top(report, view.folder), view))
