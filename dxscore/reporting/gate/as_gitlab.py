"""GateReport -> GitLab's Code Quality report."""

from __future__ import annotations

from dxscore.domain.gate import GateReport
from dxscore.reporting.from_top import gate_from_top
from dxscore.reporting.gate.remarks import standing
from dxscore.reporting.gitlab import code_quality
from dxscore.reporting.view import View


def render(report: GateReport, view: View) -> str:
    """All open findings of the head: GitLab itself compares them with the report of the target branch.

    Findings that only moved keep the fingerprint they have there (`dxscore scan --output gitlab`).
    """
    return code_quality(standing(gate_from_top(report, view.folder)))
