"""Report, folder -> the same report with paths from the top of the repository, where code hosts count them from."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.gate import Compared, GateReport, Place
from dxscore.domain.report import ScanReport
from dxscore.domain.source import Skip


def scan_from_top(report: ScanReport, folder: str) -> ScanReport:
    """Findings and skipped files; `folder` is 'sub/folder/', or '' for a project that is the whole repository."""
    if not folder:
        return report
    return replace(
        report,
        findings=tuple(_finding(finding, folder) for finding in report.findings),
        coverage=replace(report.coverage, skipped=_skips(report.coverage.skipped, folder)),
    )


def gate_from_top(report: GateReport, folder: str) -> GateReport:
    """Findings, places and skipped files; a counterpart in the base keeps its path, which no format prints."""
    if not folder:
        return report
    return replace(
        report,
        entries=tuple(replace(entry, compared=_compared(entry.compared, folder)) for entry in report.entries),
        fixed=tuple(_compared(each, folder) for each in report.fixed),
        unchanged=tuple(_compared(each, folder) for each in report.unchanged),
        statements=tuple(replace(each, reasons=_places(each.reasons, folder)) for each in report.statements),
        notes=tuple(replace(each, places=_places(each.places, folder)) for each in report.notes),
        skipped=_skips(report.skipped, folder),
    )


def _compared(compared: Compared, folder: str) -> Compared:
    return replace(compared, finding=_finding(compared.finding, folder))


def _finding(finding: Finding, folder: str) -> Finding:
    return replace(finding, location=replace(finding.location, path=folder + finding.location.path))


def _places(places: Iterable[Place], folder: str) -> tuple[Place, ...]:
    return tuple(replace(place, path=folder + place.path) for place in places)


def _skips(skipped: Iterable[Skip], folder: str) -> tuple[Skip, ...]:
    return tuple(replace(skip, path=folder + skip.path) for skip in skipped)
