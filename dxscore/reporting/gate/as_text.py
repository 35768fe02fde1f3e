"""GateReport -> what `dxscore gate` prints: a page for a person, or one thing per line off a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.gate import GateReport, Judged, Place, Ruling
from dxscore.reporting.figures import counted
from dxscore.reporting.gate.as_lines import render as render_lines
from dxscore.reporting.gate.matters import Matter, limits, measures, notes, statements, where
from dxscore.reporting.gate.verdict import acceptance, accepted, headline, points, shown, side, signed, tally
from dxscore.reporting.safe_text import link_to, prose
from dxscore.reporting.terminal import SEVERITY_STYLES, Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_MOST = 20
_STYLES = {Ruling.STOP: "bold red", Ruling.WARN: "yellow", Ruling.PASS: "green"}
_INDENT = 6
_COLUMNS = (
    Column("ruling"),
    Column("place", flexible=True),
    Column("severity"),
    Column("change"),
    Column("owner", flexible=True),
)


def render(report: GateReport, view: View) -> str:
    """The page on a terminal, lines of `as_lines` elsewhere."""
    return render_page(report, view) if view.terminal else render_lines(report, view)


def render_page(report: GateReport, view: View) -> str:
    """The page wherever it goes: in the log of a CI job, in a file."""
    return rendered(_page(report, view), view)


def _page(report: GateReport, view: View) -> Iterator[Text]:
    yield from _header(report, view)
    yield from _matters("Statements", statements(report), view)
    yield from _findings(report, view)
    yield from _matters("Limits", limits(report), view)
    yield from _matters("Measures", measures(report), view)
    yield from _matters("Worth knowing", notes(report), view)
    yield from _fixed(report, view)
    yield from _accepted(report, view)
    yield from _unseen(report, view)
    yield from _verdict(report, view)


def _header(report: GateReport, view: View) -> Iterator[Text]:
    yield styled(report.project, "bold")
    sizes = f"{side(report.base)} → {side(report.head)} · {counted(report.changed_files, 'changed file')}"
    yield from paragraph(sizes, view, style="dim")
    made = f"as of {report.as_of} · dxscore {report.version} · ruleset {report.ruleset}"
    yield from paragraph(made, view, style="dim")


def _findings(report: GateReport, view: View) -> Iterator[Text]:
    entries = shown(report)
    if not entries:
        return
    yield from heading("New and worse", "worst first")
    listed = entries[:_MOST]
    title, *lines = aligned(_COLUMNS, [_row(entry, report, view) for entry in listed], view)
    yield title
    for entry, line in zip(listed, lines, strict=True):
        yield line
        yield from _details(entry, report, view)
    if len(entries) > len(listed):
        left = counted(len(entries) - len(listed), "more finding")
        yield styled(f"… and {left}: off a terminal every finding is listed", "dim")


def _row(entry: Judged, report: GateReport, view: View) -> list[Text]:
    finding = entry.finding
    place, severity = finding.location, report.rules[finding.rule].grading.severity
    return [
        styled(entry.ruling, _STYLES[entry.ruling]),
        styled(f"{place.path}:{place.line}", "bold", link_to(view.links, place.path, place.line)),
        styled(severity, SEVERITY_STYLES.get(severity, "")),
        styled(entry.compared.change),
        styled(finding.owner),
    ]


def _details(entry: Judged, report: GateReport, view: View) -> Iterator[Text]:
    """What; why it is counted against this change; how to fix it; under which rule."""
    finding, text = entry.finding, report.rules[entry.finding.rule].text
    yield from paragraph(finding.message, view, _INDENT)
    if entry.compared.cause:
        yield from paragraph(entry.compared.cause, view, _INDENT)
    if text.fix:
        yield from paragraph(prose(text.fix), view, _INDENT, mark="→ ")
    yield from paragraph(f"{finding.rule}{f': {entry.reason}' if entry.reason else ''}", view, _INDENT, "dim")


def _matters(title: str, found: Iterator[Matter], view: View) -> Iterator[Text]:
    for number, matter in enumerate(found):
        if not number:
            yield from heading(title)
        style = "" if matter.ruling is Ruling.PASS else _STYLES[matter.ruling]
        yield from paragraph(matter.sentence, view, style=style, mark=f"{matter.ruling:<{_INDENT}}")
        for place in matter.places:
            yield from _place(place, view)
        if matter.advice:
            yield from paragraph(matter.advice, view, _INDENT, mark="→ ")


def _place(place: Place, view: View) -> Iterator[Text]:
    yield from paragraph(f"{where(place)}  {place.text}".rstrip(), view, _INDENT, "dim")


def _fixed(report: GateReport, view: View) -> Iterator[Text]:
    if not report.fixed:
        return
    yield from heading("Fixed", "thank you")
    for each in report.fixed[:_MOST]:
        place = each.finding.location
        yield from paragraph(f"{place.path}:{place.line}  {each.finding.message}", view, _INDENT)
    if len(report.fixed) > _MOST:
        yield styled(f"… and {counted(len(report.fixed) - _MOST, 'more finding')}", "dim")


def _accepted(report: GateReport, view: View) -> Iterator[Text]:
    entries = accepted(report)
    if not entries:
        return
    yield from heading("New, but accepted", counted(len(entries), "finding"))
    for entry in entries[:_MOST]:
        place = entry.finding.location
        text = f"{place.path}:{place.line}  {entry.finding.rule} {acceptance(entry.finding)}"
        yield from paragraph(text, view, _INDENT)


def _unseen(report: GateReport, view: View) -> Iterator[Text]:
    if not (report.skipped or report.unknown or report.failures):
        return
    yield from heading("Not seen")
    for skip in report.skipped[:_MOST]:
        yield from paragraph(f"{skip.path}: {skip.reason} {skip.detail}".rstrip(), view, _INDENT)
    for unknown in report.unknown:
        yield from paragraph(f"{unknown.subject}: {unknown.reason}", view, mark="unknown  ")
    for failure in report.failures:
        yield from paragraph(f"{failure.rule}: {failure.reason}", view, mark="rule failed  ", style="red")


def _verdict(report: GateReport, view: View) -> Iterator[Text]:
    """Last, because that is what stands above the prompt."""
    yield Text()
    yield styled(headline(report).capitalize(), _STYLES[report.ruling])
    moved = ", ".join(f"{dimension} {signed(delta)}" for dimension, delta in points(report))
    yield from paragraph(f"{tally(report)}{f' · debt points: {moved}' if moved else ''}", view)
    for worst in shown(report)[:1]:
        yield styled(f"  dxscore explain {worst.finding.rule}", "dim")
