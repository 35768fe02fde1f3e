"""GateReport -> remarks for other tools: what the change adds, and for those that list everything, the rest too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.gate import Compared, GateReport, Judged, Ruling
from dxscore.reporting.gate.verdict import shown
from dxscore.reporting.remarks import Level, Remark, level_of

LEVELS: Mapping[Ruling, Level] = {Ruling.STOP: "error", Ruling.WARN: "warning", Ruling.PASS: "note"}
"""What stops is an error."""


def added(report: GateReport) -> tuple[Remark, ...]:
    """New and worse findings that are open, worst first; their level is the ruling."""
    return tuple(_judged(entry, report, LEVELS[entry.ruling]) for entry in shown(report))


def standing(report: GateReport) -> tuple[Remark, ...]:
    """The findings of the head that nobody accepted, those of the change first; their level is the severity."""
    old = (compared for compared in report.unchanged if compared.finding.status is Status.OPEN)
    return _all(shown(report), old, report)


def everything(report: GateReport) -> tuple[Remark, ...]:
    """All findings of the head, also accepted ones, and at the end what the change fixed."""
    return _all(report.entries, (*report.unchanged, *report.fixed), report)


def _all(entries: Iterable[Judged], others: Iterable[Compared], report: GateReport) -> tuple[Remark, ...]:
    judged = (_judged(entry, report, _level(entry.compared, report)) for entry in entries)
    return (*judged, *(_remark(compared, report) for compared in others))


def _judged(entry: Judged, report: GateReport, level: Level) -> Remark:
    return replace(_remark(entry.compared, report), level=level, ruling=entry.ruling, reason=entry.reason)


def _remark(compared: Compared, report: GateReport) -> Remark:
    rule = report.rules[compared.finding.rule]
    return Remark(compared.finding, rule, _level(compared, report), compared.change, compared.before)


def _level(compared: Compared, report: GateReport) -> Level:
    return level_of(report.rules[compared.finding.rule].grading.severity)
