"""SchemaReport -> JSON: one document `dxscore-schema/v1`."""

from __future__ import annotations

import msgspec

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.schema import Column, Schema, Table
from dxscore.domain.schema_report import Covered, SchemaReport, Share
from dxscore.reporting.document import Tool
from dxscore.reporting.entries import rule_entries, skip_entries, unknown_entries
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.schema.document import (
    SHAPE,
    ColumnEntry,
    CoverageEntry,
    CoveredEntry,
    ForeignKeyEntry,
    IndexEntry,
    SchemaDocument,
    SchemaEntry,
    SchemaFindingEntry,
    ShareEntry,
    TableEntry,
    UnreadEntry,
)
from dxscore.reporting.view import View

_SEPARATOR = ", "


def render(report: SchemaReport, _view: View) -> str:
    """Documented in docs/schema.md, schema in reports/schema/dxscore-schema-v1.schema.json."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def document(report: SchemaReport) -> SchemaDocument:
    """The report in its published shape, findings worst first."""
    scan, made = report.scan, report.scan.provenance
    found = {finding.rule for finding in scan.findings}
    return SchemaDocument(
        shape=SHAPE,
        tool=Tool("dxscore", made.version),
        project=encodable(made.project),
        commit=made.commit,
        dirty=made.dirty,
        as_of=made.as_of.isoformat(),
        ruleset=made.ruleset,
        schema=SchemaEntry(
            tables=[_table(report, schema, table) for schema in report.schemas for table in schema.tables.values()],
            coverage=_coverage(report),
            findings=[finding_entry(finding, scan.rules[finding.rule]) for finding in scan.findings],
        ),
        unread=[
            UnreadEntry(each.at.path, each.at.line, encodable(each.text), each.reason)
            for schema in report.schemas
            for each in schema.unread
        ],
        skipped=skip_entries(scan.coverage.skipped),
        unknown=unknown_entries(scan.coverage.unknown),
        rules=rule_entries({name: rule for name, rule in scan.rules.items() if name in found}),
    )


def finding_entry(finding: Finding, rule: Rule) -> SchemaFindingEntry:
    """A finding with what its entity says; see domain/entities.py."""
    facts = {name: encodable(str(value or "")) for name, value in finding.evidence.items()}
    return SchemaFindingEntry(
        rule=finding.rule,
        model=facts["model"],
        table=facts["table"],
        columns=facts["columns"].split(_SEPARATOR) if facts["columns"] else [],
        path=encodable(finding.location.path),
        line=finding.location.line,
        severity=rule.grading.severity,
        confidence=rule.grading.confidence,
        status=finding.status,
        owner=encodable(finding.owner),
        name=facts["name"],
        message=encodable(finding.message),
        written=facts["written"],
        steps=facts["steps"].split("; ") if facts["steps"] else [],
        fingerprint=finding.fingerprint,
    )


def _table(report: SchemaReport, schema: Schema, table: Table) -> TableEntry:
    indexes = [
        IndexEntry(each.name, [part.column or part.expression for part in each.parts], each.unique, each.where)
        for each in table.indexes
    ]
    indexes += [IndexEntry(each.name, list(each.columns), True, "") for each in table.unique_constraints]
    return TableEntry(
        name=table.name,
        database=schema.database,
        path=table.at.path,
        line=table.at.line,
        models=list(report.homes.get(table.name, ())),
        primary_key=list(table.primary_key),
        columns=[_column(column) for column in table.columns],
        indexes=indexes,
        foreign_keys=[
            ForeignKeyEntry(
                each.name, list(each.columns), each.to_table, list(each.to_columns), each.on_delete, each.validated
            )
            for each in table.foreign_keys
        ],
        checks=[encodable(each.expression) for each in table.checks],
    )


def _column(column: Column) -> ColumnEntry:
    default = column.default if column.default is not None else (column.default_function or None)
    return ColumnEntry(column.name, column.type, column.null, default, column.limit)


def _coverage(report: SchemaReport) -> CoverageEntry:
    total = report.total.total
    return CoverageEntry(
        promised=total.promised,
        kept=total.kept,
        percent=total.percent,
        aspects=_aspects(report.total),
        models=[_covered(each) for each in report.models],
        owners=[_covered(each) for each in report.owners],
    )


def _covered(each: Covered) -> CoveredEntry:
    total = each.total
    return CoveredEntry(each.name, each.owner, total.promised, total.kept, total.percent, _aspects(each))


def _aspects(each: Covered) -> dict[str, ShareEntry]:
    return {aspect: _share(share) for aspect, share in each.aspects.items()}


def _share(share: Share) -> ShareEntry:
    return ShareEntry(share.promised, share.kept, share.percent)
