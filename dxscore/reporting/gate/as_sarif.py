"""GateReport -> SARIF 2.1.0 with each finding's state against the base."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.gate import GateReport
from dxscore.reporting.from_top import gate_from_top
from dxscore.reporting.gate.matters import Matter, matters
from dxscore.reporting.gate.remarks import LEVELS, everything, standing
from dxscore.reporting.sarif import Notification, sarif, unseen
from dxscore.reporting.view import View


def render(report: GateReport, view: View) -> str:
    """All open findings of the head; with `show_suppressed` also accepted and fixed ones.

    GitHub code scanning knows neither baseline states nor suppressions: it would show those as open alerts.
    """
    report = gate_from_top(report, view.folder)
    remarks = everything(report) if view.show_suppressed else standing(report)
    notifications = [note for matter in matters(report) for note in _notifications(matter)]
    notifications += unseen(report.skipped, report.unknown, report.failures)
    return sarif(remarks, notifications, report.version, view.show_suppressed)


def _notifications(matter: Matter) -> Iterator[Notification]:
    level = LEVELS[matter.ruling]
    yield Notification(matter.kind, level, matter.sentence)
    for place in matter.places:
        yield Notification(matter.kind, level, place.text or matter.sentence, place.path, place.line)
