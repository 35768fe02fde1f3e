"""SchemaReport -> Markdown for an issue or a wiki page: coverage, then a table of findings per rule."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Finding
from dxscore.domain.schema_report import Covered, SchemaReport
from dxscore.reporting.markdown_text import bullets, code, plain, table
from dxscore.reporting.schema.sentences import facts, fraction, open_findings, percent, steps, unread
from dxscore.reporting.view import View


def render(report: SchemaReport, _view: View) -> str:
    """Everything that has something to say, worst first."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: SchemaReport) -> Iterator[str]:
    yield f"# Schema of {plain(report.scan.provenance.project)}"
    if report.schemas:
        yield plain(facts(report))
        yield "## What the database guarantees"
        total = ("all", fraction(report.total.total), percent(report.total.total))
        rows = [(aspect, fraction(share), percent(share)) for aspect, share in report.total.aspects.items()]
        yield table(("promise", "kept", ""), [*rows, total])
        yield table(("owner", "kept", ""), [_covered(each) for each in report.owners])
    groups: dict[str, list[Finding]] = {}
    for finding in open_findings(report):
        groups.setdefault(finding.rule, []).append(finding)
    for name, found in groups.items():
        yield f"## {plain(report.scan.rules[name].text.title)} ({len(found)})"
        yield table(("place", "finding", "steps"), [_row(finding) for finding in found])
    unknown = [f"{one.subject}: {one.reason}" for one in report.scan.coverage.unknown]
    if said := [plain(sentence) for sentence in (*unknown, *unread(report))]:
        yield "## Not known"
        yield bullets(said)


def _covered(each: Covered) -> tuple[str, ...]:
    return plain(each.name), fraction(each.total), percent(each.total)


def _row(finding: Finding) -> tuple[str, ...]:
    place = f"{finding.location.path}:{finding.location.line}"
    return code(place), plain(finding.message), " ".join(code(step) for step in steps(finding))
