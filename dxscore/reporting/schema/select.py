"""SchemaReport, filters -> the SchemaReport of what was asked for; shares are limited to it, never computed anew."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.schema_report import SchemaReport
from dxscore.reporting.select import Filters, select


def select_schema(report: SchemaReport, filters: Filters) -> SchemaReport:
    """Findings by all filters, coverage by owner."""
    wanted = filters.owners
    return replace(
        report,
        scan=select(report.scan, filters),
        models=tuple(each for each in report.models if not wanted or each.owner in wanted),
        owners=tuple(each for each in report.owners if not wanted or each.owner in wanted),
    )
