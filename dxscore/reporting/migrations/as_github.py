"""MigrationReport -> workflow commands that GitHub's runner turns into annotations.

Facts: GitHub's page 'Workflow commands for GitHub Actions', and the limit of 10 annotations of each level per step.
"""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.severity import Severity
from dxscore.reporting.migrations.sentences import headline, setting, shown, way_of
from dxscore.reporting.safe_text import brief, prose, visible
from dxscore.reporting.view import View

_MOST = 10
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: MigrationReport, view: View) -> str:
    """Errors for what makes a migration unsafe, warnings for the rest; the last line is the verdict."""
    found = [(each, finding) for each in report.migrations for finding in shown(each, report)]
    errors = [finding for _, finding in found if _is_severe(finding, report)]
    warnings = [finding for _, finding in found if not _is_severe(finding, report)]
    lines = [*_commands("error", errors, report, view), *_commands("warning", warnings, report, view)]
    return "".join(f"{line}\n" for line in (*lines, f"dxscore migrations: {headline(report)} ({setting(report)})"))


def _is_severe(finding: Finding, report: MigrationReport) -> bool:
    return report.rules[finding.rule].grading.severity.rank >= Severity.MAJOR.rank


def _commands(level: str, findings: list[Finding], report: MigrationReport, view: View) -> Iterator[str]:
    kept = findings if len(findings) <= _MOST else findings[: _MOST - 1]
    for finding in kept:
        rule = report.rules[finding.rule]
        title = visible(brief(rule.text.title, 200)).translate(_PROPERTY)
        path = visible(view.folder + finding.location.path).translate(_PROPERTY)
        back = "rolling back: " if way_of(finding) == "down" else ""
        text = visible(brief(f"{back}{finding.message}. {prose(rule.text.fix)}", 2_000)).translate(_DATA)
        yield f"::{level} file={path},line={finding.location.line},title={title}::{text}"
    if len(findings) > len(kept):
        yield f"::{level} title=dxscore::{len(findings) - len(kept)} more: the log of `dxscore migrations` has all"
