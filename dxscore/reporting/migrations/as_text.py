"""MigrationReport -> what `dxscore migrations` prints: a page for a person, one finding per line off a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.rollback import Rollback
from dxscore.domain.verdict import Verdict
from dxscore.reporting.migrations.sentences import fixes, headline, reason_label, setting, shown, told, way_of, ways
from dxscore.reporting.safe_text import inert, prose, visible
from dxscore.reporting.terminal import heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_STYLES = {Verdict.UNSAFE: "bold red", Verdict.UNKNOWN: "yellow", Verdict.SAFE: "green"}


def render(report: MigrationReport, view: View) -> str:
    """The last line off a terminal is the verdict on all."""
    if view.terminal:
        return rendered(_page(report, view), view)
    lines = [line for each in report.migrations for line in _lines(each, report)]
    unknown = [f"unknown {each.subject}: {each.reason}" for each in report.unknown]
    lines = [*(_reason_lines(report.rollback) if report.rollback else ()), *lines]
    last = f"dxscore migrations: {headline(report)} ({setting(report)})"
    return "".join(f"{inert(visible(line))}\n" for line in (*lines, *unknown, last))


def _lines(migration: JudgedMigration, report: MigrationReport) -> Iterator[str]:
    yield f"{migration.path}:{migration.line}:1 {migration.verdict} {ways(migration)} [{migration.name}]"
    for finding in shown(migration, report):
        severity = report.rules[finding.rule].grading.severity
        yield f"{_place(finding)}:1 {severity} {finding.rule} {_way(finding)}{finding.message}"


def _reason_lines(rollback: Rollback) -> Iterator[str]:
    for each in rollback.reasons:
        before = "" if each.side == "head" else " (before the change)"
        yield f"{each.path}:{each.line}:1 rollback {reason_label(each)}: {each.sentence}{before}"
    yield f"rollback {rollback.verdict}: {rollback.title}"


def _rollback(rollback: Rollback, view: View) -> Iterator[Text]:
    yield styled("")
    yield styled(f"{rollback.verdict}: {rollback.title}", _STYLES[rollback.verdict])
    found = told(rollback)
    for each in found:
        before = "" if each.side == "head" else ", before the change"
        text = f"{each.path}:{each.line}{before}: {each.sentence} ({reason_label(each)})"
        yield from paragraph(text, view, indent=2)
    for advice in dict.fromkeys(each.advice for each in found):
        yield from paragraph(prose(advice), view, indent=2, style="dim", mark="-> ")
    yield styled("")


def _place(finding: Finding) -> str:
    return f"{finding.location.path}:{finding.location.line}"


def _way(finding: Finding) -> str:
    return "rolling back: " if way_of(finding) == "down" else ""


def _page(report: MigrationReport, view: View) -> Iterator[Text]:
    yield styled(report.provenance.project, "bold")
    yield from paragraph(f"{headline(report)}, {setting(report)}", view, style="dim")
    if report.rollback:
        yield from _rollback(report.rollback, view)
    for migration in report.migrations:
        yield from _migration(migration, report, view)
    if report.unknown:
        yield from heading("Not known")
        for each in report.unknown:
            yield from paragraph(f"{each.subject}: {each.reason}", view)


def _migration(migration: JudgedMigration, report: MigrationReport, view: View) -> Iterator[Text]:
    found = shown(migration, report)
    if not found and migration.up is migration.down is Verdict.SAFE:
        yield styled(f"safe     {migration.path}", _STYLES[Verdict.SAFE])
        return
    yield styled("")
    yield styled(f"{migration.verdict:<8} {migration.path}  ({ways(migration)})", _STYLES[migration.verdict])
    for finding in found:
        severity = report.rules[finding.rule].grading.severity
        text = f"line {finding.location.line}: {_way(finding)}{finding.message} ({severity}, {finding.rule})"
        yield from paragraph(text, view, indent=2)
    for fix in fixes(found, report).values():
        yield from paragraph(prose(fix), view, indent=2, style="dim", mark="-> ")
