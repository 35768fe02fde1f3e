"""ScanReport -> JSON: one document (`dxscore/v1`), or one finding per line."""

from __future__ import annotations

import msgspec

from dxscore.domain.report import ScanReport
from dxscore.reporting.entries import document, finding_entries
from dxscore.reporting.json_text import harmless
from dxscore.reporting.view import View


def render(report: ScanReport, _view: View) -> str:
    """The whole report; documented in docs/json.md, schema in reports/schema/dxscore-v1.schema.json."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def render_lines(report: ScanReport, _view: View) -> str:
    """The objects of `findings`, one per line; nothing at all without findings."""
    return harmless(msgspec.json.Encoder().encode_lines(finding_entries(report)))
