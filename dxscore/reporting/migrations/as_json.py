"""MigrationReport -> JSON: one document `dxscore-migrations/v1`."""

from __future__ import annotations

import msgspec

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.rollback import Reason, Rollback
from dxscore.domain.verdict import Verdict
from dxscore.reporting.document import Tool
from dxscore.reporting.entries import rule_entries, skip_entries, unknown_entries
from dxscore.reporting.json_text import harmless
from dxscore.reporting.migrations.document import (
    SCHEMA,
    MigrationEntry,
    MigrationFinding,
    MigrationsDocument,
    ReasonEntry,
    RollbackEntry,
    RollbackWays,
    Way,
    Ways,
)
from dxscore.reporting.migrations.sentences import counts, way_of
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View


def render(report: MigrationReport, _view: View) -> str:
    """Documented in docs/migrations.md, schema in reports/schema/dxscore-migrations-v1.schema.json."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def document(report: MigrationReport) -> MigrationsDocument:
    """The report in its published shape, in the report's own order."""
    made = report.provenance
    found = {finding.rule for each in report.migrations for finding in each.findings}
    return MigrationsDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", made.version),
        project=encodable(made.project),
        commit=made.commit,
        dirty=made.dirty,
        as_of=made.as_of.isoformat(),
        ruleset=made.ruleset,
        adapter=report.adapter,
        database_version=report.database_version,
        schema_file=encodable(report.schema),
        base=encodable(report.base),
        judged=report.start,
        older=report.older,
        counts={verdict: counts(report)[verdict] for verdict in Verdict},
        rollback=_rollback(report.rollback) if report.rollback else None,
        migrations=[_migration(each, report) for each in report.migrations],
        skipped=skip_entries(report.skipped),
        unknown=unknown_entries(report.unknown),
        rules=rule_entries({name: rule for name, rule in report.rules.items() if name in found}),
    )


def _rollback(rollback: Rollback) -> RollbackEntry:
    ways = RollbackWays(rollback.way("release"), rollback.way("schema"))
    reasons = [_reason(each) for each in rollback.reasons]
    return RollbackEntry(rollback.verdict, ways, rollback.title, rollback.judged, reasons)


def _reason(each: Reason) -> ReasonEntry:
    return ReasonEntry(
        kind=each.kind,
        verdict=each.verdict,
        affects=each.affects,
        path=encodable(each.path),
        line=each.line,
        side=each.side,
        message=encodable(each.sentence),
        fix=encodable(each.advice),
    )


def _migration(each: JudgedMigration, report: MigrationReport) -> MigrationEntry:
    return MigrationEntry(
        path=encodable(each.path),
        version=each.version,
        name=encodable(each.name),
        verdict=each.verdict,
        verdicts=Ways(each.up, each.down),
        statements=each.statements,
        findings=[_finding(finding, report) for finding in each.findings],
    )


def _finding(finding: Finding, report: MigrationReport) -> MigrationFinding:
    rule = report.rules[finding.rule]
    direction: Way = way_of(finding)
    return MigrationFinding(
        rule=finding.rule,
        line=finding.location.line,
        direction=direction,
        severity=rule.grading.severity,
        status=finding.status,
        message=encodable(finding.message),
        fix=rule.text.fix,
        fingerprint=finding.fingerprint,
        evidence={
            name: encodable(value) if isinstance(value, str) else value for name, value in finding.evidence.items()
        },
    )
