"""AccessReport -> CSV (RFC 4180): one row per entry point, its attributes as columns, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from dxscore.domain.entities import ENTITIES
from dxscore.domain.survey import AccessReport
from dxscore.reporting.as_csv import cell
from dxscore.reporting.view import View

_FIRST = ("owner", "path", "line", "exempt")


def render(report: AccessReport, _view: View) -> str:
    """A header row, then one row per entry point, worst first; what is not known is empty."""
    names = tuple(ENTITIES["entry_point"])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*_FIRST, *names))
    for entry in report.entries:
        profile = entry.profile
        known = (entry.owner, profile.path, profile.line, entry.exempt)
        writer.writerow([cell(value) for value in (*known, *(entry.attributes[name] for name in names))])
    return out.getvalue()
