"""SchemaReport -> CSV (RFC 4180) of its findings, all statuses, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

import msgspec

from dxscore.domain.schema_report import SchemaReport
from dxscore.reporting.as_csv import cell
from dxscore.reporting.schema.as_json import finding_entry
from dxscore.reporting.schema.document import SchemaFindingEntry
from dxscore.reporting.view import View


def render(report: SchemaReport, _view: View) -> str:
    """A header row with the names of the JSON fields, then one row per finding; lists are joined by '; '."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(SchemaFindingEntry.__struct_fields__)
    for finding in report.scan.findings:
        entry = finding_entry(finding, report.scan.rules[finding.rule])
        writer.writerow(
            cell("; ".join(value) if isinstance(value, list) else value) for value in msgspec.structs.astuple(entry)
        )
    return out.getvalue()
