"""MigrationReport -> Markdown for a comment or a job summary: unsafe ones in full, safe ones in one line."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.rollback import Reason, Rollback
from dxscore.domain.verdict import Verdict
from dxscore.reporting.markdown_text import bullets, code, link, plain, rule_prose
from dxscore.reporting.migrations.sentences import fixes, headline, reason_label, setting, shown, told, way_of, ways
from dxscore.reporting.safe_text import link_to
from dxscore.reporting.view import View

_SIGNS = {Verdict.SAFE: "✅", Verdict.UNKNOWN: "❔", Verdict.UNSAFE: "🛑"}


def render(report: MigrationReport, view: View) -> str:
    """Headline, migrations with findings, then what is not known."""
    return "\n\n".join(_blocks(report, view)) + "\n"


def _blocks(report: MigrationReport, view: View) -> Iterator[str]:
    yield f"## Migrations: {plain(headline(report))}"
    if report.rollback:
        yield from _rollback(report.rollback, view)
    yield plain(f"Judged {setting(report)}.")
    quiet = []
    for migration in report.migrations:
        found = shown(migration, report)
        if found or migration.verdict is not Verdict.SAFE:
            yield from _migration(migration, found, report, view)
        else:
            quiet.append(code(migration.path))
    if quiet:
        yield f"Safe: {', '.join(quiet)}"
    if report.unknown:
        yield "### Not known"
        yield bullets([plain(f"{each.subject}: {each.reason}") for each in report.unknown])


def _rollback(rollback: Rollback, view: View) -> Iterator[str]:
    yield f"### {_SIGNS[rollback.verdict]} {plain(rollback.title[0].upper() + rollback.title[1:])}"
    found = told(rollback)
    if found:
        yield bullets([_reason(each, view) for each in found])
        yield bullets([plain(advice) for advice in dict.fromkeys(each.advice for each in found)])


def _reason(reason: Reason, view: View) -> str:
    label = code(f"{reason.path}:{reason.line}")
    linked = view.links and reason.side == "head"
    where = link(label, link_to(view.links, view.folder + reason.path, reason.line)) if linked else label
    before = "" if reason.side == "head" else " (before the change)"
    return f"{where}{before} {plain(reason.sentence)} ({plain(reason_label(reason))})"


def _migration(migration: JudgedMigration, found: list[Finding], report: MigrationReport, view: View) -> Iterator[str]:
    yield f"### {plain(migration.name or migration.path)}: {ways(migration)}"
    if found:
        yield bullets([_finding(finding, report, view) for finding in found])
        yield bullets([rule_prose(fix) for fix in fixes(found, report).values()])


def _finding(finding: Finding, report: MigrationReport, view: View) -> str:
    place = finding.location
    label = code(f"{place.path}:{place.line}")
    where = link(label, link_to(view.links, view.folder + place.path, place.line)) if view.links else label
    back = "rolling back: " if way_of(finding) == "down" else ""
    severity = report.rules[finding.rule].grading.severity
    return f"{where} {back}{plain(finding.message)} ({severity}, {code(finding.rule)})"
