"""MigrationReport -> workflow commands that GitHub's runner turns into annotations.

Facts: GitHub's page 'Workflow commands for GitHub Actions', and the limit of 10 annotations of each level per step.
"""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.rollback import Rollback
from dxscore.domain.severity import Severity
from dxscore.domain.verdict import Verdict
from dxscore.reporting.migrations.sentences import headline, setting, shown, way_of
from dxscore.reporting.safe_text import brief, prose, visible
from dxscore.reporting.view import View

_MOST = 10
_MOST_REASONS = 5
"""Of a rollback: half of what a level may have."""
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: MigrationReport, view: View) -> str:
    """The rollback first, then errors for what makes a migration unsafe and warnings; the last line is the verdict."""
    found = [(each, finding) for each in report.migrations for finding in shown(each, report)]
    errors = [finding for _, finding in found if _is_severe(finding, report)]
    warnings = [finding for _, finding in found if not _is_severe(finding, report)]
    lines = [*_commands("error", errors, report, view), *_commands("warning", warnings, report, view)]
    rollback = _rollback(report.rollback, view) if report.rollback else ()
    last = f"dxscore migrations: {headline(report)} ({setting(report)})"
    return "".join(f"{line}\n" for line in (*rollback, *lines, last))


def _rollback(rollback: Rollback, view: View) -> Iterator[str]:
    """The verdict with all its reasons; those in the head as warnings at their lines, too."""
    level = {Verdict.SAFE: "notice", Verdict.UNKNOWN: "warning", Verdict.UNSAFE: "error"}[rollback.verdict]
    found = [f"{each.path}:{each.line} {each.sentence}" for each in rollback.weighty]
    text = visible(brief("\n".join([rollback.title, *found]), 4_000)).translate(_DATA)
    yield f"::{level} title=dxscore rollback::{text}"
    for each in [each for each in rollback.weighty if each.side == "head"][:_MOST_REASONS]:
        path = visible(view.folder + each.path).translate(_PROPERTY)
        said = visible(brief(f"{each.sentence}. {each.advice}", 2_000)).translate(_DATA)
        yield f"::warning file={path},line={each.line},title=rollback {each.kind}::{said}"


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
