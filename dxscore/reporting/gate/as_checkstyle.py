"""GateReport -> Checkstyle's XML of what the change adds."""

from __future__ import annotations

from dxscore.domain.gate import GateReport
from dxscore.reporting.checkstyle import checkstyle
from dxscore.reporting.gate.remarks import added
from dxscore.reporting.view import View


def render(report: GateReport, _view: View) -> str:
    """New and worse findings by file; what stops is an error."""
    return checkstyle(added(report))
