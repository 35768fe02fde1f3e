"""ScanReport -> CSV (RFC 4180) of its findings, all statuses, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import msgspec

from dxscore.domain.report import ScanReport
from dxscore.reporting.document import FindingEntry
from dxscore.reporting.entries import finding_entries
from dxscore.reporting.safe_text import visible
from dxscore.reporting.view import View

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts so is run as a formula by Excel, LibreOffice and Google Sheets (OWASP, CSV injection)."""


def render(report: ScanReport, _view: View) -> str:
    """A header row with the names of the JSON fields, then one row per finding; `evidence` is JSON in its cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = FindingEntry.__struct_fields__
    writer.writerow(names)
    writer.writerows(map(_row, finding_entries(report)))
    return out.getvalue()


def _row(entry: FindingEntry) -> list[object]:
    values = msgspec.structs.astuple(entry)
    return [cell(value) for value in values]


def cell(value: object) -> object:
    """A value that no spreadsheet runs, on one line; mappings as JSON."""
    if isinstance(value, dict):
        return json.dumps(value)
    if not isinstance(value, str):
        return value
    return f"'{visible(value)}" if value.startswith(_FORMULA) else visible(value)
