"""GateReport -> JSON: one document `dxscore-gate/v1`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dxscore.domain.finding import Finding
from dxscore.domain.gate import GateReport, Judged, LimitResult, MeasureChange, Note, Place, Side, Statement
from dxscore.reporting.document import FindingEntry, Tool
from dxscore.reporting.entries import failure_entries, finding_entry, rule_entries, skip_entries, unknown_entries
from dxscore.reporting.gate.document import (
    SCHEMA,
    GateDocument,
    JudgedEntry,
    LimitEntry,
    MeasureEntry,
    NoteEntry,
    PlaceEntry,
    SideEntry,
    StatementEntry,
)
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View


def render(report: GateReport, _view: View) -> str:
    """The whole report; documented in docs/gate-outputs.md, schema in reports/schema/dxscore-gate-v1.schema.json."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def document(report: GateReport) -> GateDocument:
    """The report in its published shape, in the report's own order."""
    found = {entry.finding.rule for entry in report.entries} | {each.finding.rule for each in report.fixed}
    return GateDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", report.version),
        project=encodable(report.project),
        as_of=report.as_of.isoformat(),
        ruleset=report.ruleset,
        ruling=report.ruling,
        base=_side(report.base),
        head=_side(report.head),
        changed_files=report.changed_files,
        entries=[_judged(entry, report) for entry in report.entries],
        fixed=[_finding(each.finding, report) for each in report.fixed],
        unchanged=len(report.unchanged),
        statements=[_statement(statement) for statement in report.statements],
        limits=[_limit(limit) for limit in report.limits],
        measures=[_measure(change) for change in report.measures],
        notes=[_note(note) for note in report.notes],
        points=dict(report.points),
        notify=list(map(encodable, report.notify)),
        skipped=skip_entries(report.skipped),
        unknown=unknown_entries(report.unknown),
        failures=failure_entries(report.failures),
        rules=rule_entries({rule_id: rule for rule_id, rule in report.rules.items() if rule_id in found}),
    )


def _side(side: Side) -> SideEntry:
    return SideEntry(encodable(side.name), side.commit, side.findings)


def _judged(entry: Judged, report: GateReport) -> JudgedEntry:
    compared = entry.compared
    return JudgedEntry(
        change=compared.change,
        ruling=entry.ruling,
        reason=encodable(entry.reason),
        cause=encodable(compared.cause),
        finding=_finding(compared.finding, report),
        before=_finding(compared.before, report) if compared.before else None,
    )


def _finding(finding: Finding, report: GateReport) -> FindingEntry:
    return finding_entry(finding, report.rules[finding.rule], report.as_of)


def _places(places: Iterable[Place]) -> list[PlaceEntry]:
    return [PlaceEntry(encodable(place.path), place.line, encodable(place.text)) for place in places]


def _statement(statement: Statement) -> StatementEntry:
    title = encodable(statement.title)
    reasons = _places(statement.reasons)
    return StatementEntry(statement.dimension, title, statement.ruling, reasons, statement.verdict)


def _limit(limit: LimitResult) -> LimitEntry:
    return LimitEntry(
        kind=limit.kind,
        rules=list(map(encodable, limit.rules)),
        owner=encodable(limit.owner),
        before=limit.before,
        after=limit.after,
        at_most=limit.at_most,
        ruling=limit.ruling,
    )


def _measure(change: MeasureChange) -> MeasureEntry:
    after = change.after
    return MeasureEntry(
        name=encodable(after.name),
        unit=after.unit,
        better=after.better,
        before=change.before.value,
        after=after.value,
        ruling=change.ruling,
    )


def _note(note: Note) -> NoteEntry:
    return NoteEntry(note.kind, encodable(note.title), _places(note.places), note.ruling, encodable(note.advice))
