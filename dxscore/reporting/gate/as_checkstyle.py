"""GateReport -> Checkstyle's XML of what the change adds."""

from __future__ import annotations

from dxscore.domain.gate import GateReport
from dxscore.reporting.checkstyle import checkstyle
from dxscore.reporting.from_top import gate_from_top
from dxscore.reporting.gate.remarks import added
from dxscore.reporting.view import View


def render(report: GateReport, view: View) -> str:
    """New and worse findings by file; what stops is an error."""
    return checkstyle(added(gate_from_top(report, view.folder)))
