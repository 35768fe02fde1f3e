"""Material -> what the report does not know: files not read, rules that could not be judged, parts that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.reporting.overview import skipped
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page

_FILES = 1000
"""That are listed one by one."""


def pages(material: Material) -> Iterator[Page]:
    """One page, always."""
    report = material.report
    values = {
        "reasons": skipped(report.scan.coverage),
        "files": report.scan.coverage.skipped[:_FILES],
        "missing": report.unknown,
        "left_out": report.four_weeks.left_out if report.four_weeks else (),
    }
    yield Page("unseen", "Not seen", "unseen.html.j2", values)
