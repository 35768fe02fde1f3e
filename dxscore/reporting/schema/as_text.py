"""SchemaReport -> what `dxscore schema` prints: coverage and findings with their steps, or one finding per line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dxscore.domain.finding import Finding
from dxscore.domain.schema_report import Covered, SchemaReport
from dxscore.reporting.figures import counted
from dxscore.reporting.schema.sentences import facts, fraction, open_findings, percent, steps, unread
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_MOST_OF_A_RULE = 5
_STYLES = {"major": "red", "critical": "bold red", "blocker": "bold red", "minor": "yellow", "info": "dim"}


def render(report: SchemaReport, view: View) -> str:
    """Off a terminal all findings, a line for each."""
    if view.terminal:
        return rendered(_page(report, view), view)
    lines = [_line(finding, report) for finding in open_findings(report)]
    lines += [f"unknown: {one.subject}: {one.reason}" for one in report.scan.coverage.unknown]
    lines += [f"unread: {sentence}" for sentence in unread(report)]
    return rendered(map(styled, lines), View(width=10_000, color=view.color, terminal=False))


def _line(finding: Finding, report: SchemaReport) -> str:
    severity = report.scan.rules[finding.rule].grading.severity
    return f"{finding.location.path}:{finding.location.line}: {severity}: {finding.message} [{finding.rule}]"


def _page(report: SchemaReport, view: View) -> Iterator[Text]:
    yield styled(report.scan.provenance.project, "bold")
    if report.schemas:
        yield from paragraph(facts(report), view, style="dim")
        yield from _coverage(report, view)
        yield from _findings(report, view)
    for one in report.scan.coverage.unknown:
        yield from paragraph(f"{one.subject}: {one.reason}", view, mark="unknown  ")
    for sentence in unread(report):
        yield from paragraph(sentence, view, mark="unread  ")


def _coverage(report: SchemaReport, view: View) -> Iterator[Text]:
    total = report.total.total
    yield from heading(
        "Coverage", f"the database guarantees {fraction(total)} promises of the models: {percent(total)}"
    )
    columns = [Column("promise", flexible=True), Column("kept", right=True), Column("", right=True)]
    rows = [
        [styled(aspect), styled(fraction(share)), styled(percent(share), "bold")]
        for aspect, share in report.total.aspects.items()
    ]
    yield from aligned(columns, rows, view)
    yield from _covered("Owners", report.owners, view)
    yield from _covered("Models with most promises open", report.models, view)


def _covered(title: str, all_covered: tuple[Covered, ...], view: View) -> Iterator[Text]:
    open_ones = [each for each in all_covered if each.total.kept < each.total.promised]
    if not open_ones:
        return
    yield from heading(title)
    columns = [Column("name", flexible=True), Column("kept", right=True), Column("", right=True)]
    rows = [
        [styled(each.name), styled(fraction(each.total)), styled(percent(each.total), "bold")]
        for each in open_ones[: view.top]
    ]
    yield from aligned(columns, rows, view)


def _findings(report: SchemaReport, view: View) -> Iterator[Text]:
    """Rule by rule, in the order of their worst finding."""
    groups: dict[str, list[Finding]] = {}
    for finding in open_findings(report):
        groups.setdefault(finding.rule, []).append(finding)
    for rule, found in groups.items():
        yield from _rule(report, rule, found, view)


def _rule(report: SchemaReport, name: str, found: Sequence[Finding], view: View) -> Iterator[Text]:
    rule = report.scan.rules[name]
    severity = rule.grading.severity
    yield from heading(rule.text.title, f"{severity}, {counted(len(found), 'finding')} [{name}]")
    for finding in found[:_MOST_OF_A_RULE]:
        place = f"{finding.location.path}:{finding.location.line}"
        yield from paragraph(f"{place}: {finding.message}", view, indent=2, style=_STYLES[severity])
        for step in steps(finding):
            yield from paragraph(step, view, indent=6, style="dim")
    if len(found) > _MOST_OF_A_RULE:
        yield styled(f"  … and {len(found) - _MOST_OF_A_RULE} more: --rule {name} --output csv has all", "dim")
