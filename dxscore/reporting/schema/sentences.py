"""Parts of a SchemaReport -> the words that all formats use for them."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Finding, Status
from dxscore.domain.schema_report import SchemaReport, Share
from dxscore.reporting.figures import counted


def facts(report: SchemaReport) -> str:
    """Which schemas were read."""
    return "; ".join(
        f"{schema.path}: {counted(len(schema.tables), 'table')}, {schema.adapter}" for schema in report.schemas
    )


def percent(share: Share) -> str:
    """'87 %', or '-' where nothing is promised."""
    return "-" if share.percent is None else f"{share.percent:.0f} %"


def fraction(share: Share) -> str:
    """'13 of 15'."""
    return f"{share.kept} of {share.promised}"


def unread(report: SchemaReport) -> Iterator[str]:
    """Statements of schemas that were not understood."""
    for schema in report.schemas:
        for each in schema.unread:
            yield f"{each.at.path}:{each.at.line}: {each.text} ({each.reason})"


def open_findings(report: SchemaReport) -> list[Finding]:
    """Those that count, worst first."""
    return [finding for finding in report.scan.findings if finding.status is Status.OPEN]


def steps(finding: Finding) -> list[str]:
    """Statements that put it right, in their order."""
    text = str(finding.evidence.get("steps") or "")
    return text.split("; ") if text else []
