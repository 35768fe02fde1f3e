"""GateReport -> what it judged besides findings, in words: statements, limits, measures and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.gate import GateReport, LimitResult, Measure, MeasureChange, Note, Place, Ruling, Statement
from dxscore.reporting.figures import amount

MatterKind: TypeAlias = Literal["statement", "limit", "measure", "note"]


class Matter(Struct, frozen=True):
    """One thing that is no finding, worded alike in every format."""

    kind: MatterKind
    subject: str
    """What it is about: a dimension, 'ratchet', the name of a measure, 'policy'."""
    text: str
    ruling: Ruling
    places: tuple[Place, ...] = ()
    advice: str = ""

    @property
    def sentence(self) -> str:
        """'migrations: can't be rolled back'."""
        return f"{self.subject}: {self.text}"


def matters(report: GateReport) -> tuple[Matter, ...]:
    """All of them: statements first, then limits, measures and notes, in the report's own order."""
    return (*statements(report), *limits(report), *measures(report), *notes(report))


def statements(report: GateReport) -> Iterator[Matter]:
    """Verdicts of whole dimensions, with their reasons as places."""
    return map(_statement, report.statements)


def limits(report: GateReport) -> Iterator[Matter]:
    """Ratchets and budgets with the counts of both sides."""
    return map(_limit, report.limits)


def measures(report: GateReport) -> Iterator[Matter]:
    """Numbers that changed."""
    return map(_measure, report.measures)


def notes(report: GateReport) -> Iterator[Matter]:
    """What a reviewer should know."""
    return map(_note, report.notes)


def measured(measure: Measure) -> str:
    """'12.5 libyears', '81.2%', 'unknown'."""
    if measure.value is None:
        return "unknown"
    unit = measure.unit if measure.unit in ("", "%") else f" {measure.unit}"
    return f"{amount(measure.value)}{unit}"


def where(place: Place) -> str:
    """'app/models/user.rb:3', or the path alone for a whole file."""
    return f"{place.path}:{place.line}" if place.line else place.path


def _statement(statement: Statement) -> Matter:
    return Matter("statement", statement.dimension, statement.title, statement.ruling, statement.reasons)


def _limit(limit: LimitResult) -> Matter:
    whose = f" of {limit.owner}" if limit.owner else ""
    counts = f"{amount(limit.before)} before, {amount(limit.after)} now"
    text = f"{', '.join(limit.rules) or 'all rules'}{whose}: {counts}; {_allowed(limit)}"
    return Matter("limit", limit.kind, text, limit.ruling)


def _allowed(limit: LimitResult) -> str:
    if limit.at_most is not None:
        return f"at most {amount(limit.at_most)} allowed"
    if limit.after == 0:
        return "none left, and none may come back"
    return "the count may not rise"


def _measure(change: MeasureChange) -> Matter:
    text = f"{measured(change.before)} before, {measured(change.after)} now"
    return Matter("measure", change.after.name, text, change.ruling)


def _note(note: Note) -> Matter:
    return Matter("note", note.kind, note.title, note.ruling, note.places, note.advice)
