"""ScanReport -> one finding per line, for pipes, editors and CI logs."""

from __future__ import annotations

from dxscore.domain.finding import Finding, Status
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.reporting.safe_text import inert, visible
from dxscore.reporting.view import View


def render(report: ScanReport, view: View) -> str:
    """`path:line:column severity rule message [owner]`, sorted by path, line and column; nothing without findings."""
    shown = [finding for finding in report.findings if view.show_suppressed or finding.status.counts]
    shown.sort(
        key=lambda finding: (finding.location.path, finding.location.line, finding.location.column, finding.rule)
    )
    return "".join(_line(finding, report.rules[finding.rule]) for finding in shown)


def _line(finding: Finding, rule: Rule) -> str:
    place = finding.location
    status = "" if finding.status is Status.OPEN else f" ({finding.status})"
    text = f"{place.path}:{place.line}:{place.column} {rule.grading.severity} {finding.rule} {finding.message}"
    return inert(visible(f"{text} [{finding.owner}]{status}")) + "\n"
