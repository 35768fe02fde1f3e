"""MigrationReport -> the words that several formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from dxscore.domain.finding import Finding, Status
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.rollback import Reason, Rollback
from dxscore.domain.severity import Severity
from dxscore.domain.verdict import Verdict
from dxscore.reporting.figures import counted
from dxscore.reporting.migrations.document import Way


def counts(report: MigrationReport) -> Mapping[Verdict, int]:
    """Migrations by verdict; 0 for those that no migration has."""
    return Counter(each.verdict for each in report.migrations)


def headline(report: MigrationReport) -> str:
    """`3 migrations: 1 unsafe, 2 safe`."""
    if not report.migrations:
        return f"no migrations {report.start}"
    found = counts(report)
    parts = [
        f"{found[verdict]} {verdict}" for verdict in (Verdict.UNSAFE, Verdict.UNKNOWN, Verdict.SAFE) if found[verdict]
    ]
    return f"{counted(len(report.migrations), 'migration')} {report.start}: {', '.join(parts)}"


def setting(report: MigrationReport) -> str:
    """What they were judged for: database and schema."""
    database = f"{report.adapter} {report.database_version}".strip()
    return f"for {database}, with {report.schema or 'no schema'}"


def way_of(finding: Finding) -> Way:
    """The direction that a finding is about."""
    said = finding.evidence.get("direction")
    return "up" if said == "up" else "down" if said == "down" else ""


def shown(migration: JudgedMigration, report: MigrationReport) -> list[Finding]:
    """Open findings that weigh something; what going down repeats of the same line is said once."""
    seen: set[tuple[str, int]] = set()
    found = []
    for finding in migration.findings:
        key = finding.rule, finding.location.line
        weighs = report.rules[finding.rule].grading.severity is not Severity.INFO or _is_unknown(finding, report)
        if finding.status is Status.OPEN and weighs and key not in seen:
            found.append(finding)
        seen.add(key)
    return found


def _is_unknown(finding: Finding, report: MigrationReport) -> bool:
    return report.rules[finding.rule].family == "unknown"


def fixes(findings: Iterable[Finding], report: MigrationReport) -> Mapping[str, str]:
    """Rule -> the safe way, each once."""
    return {finding.rule: report.rules[finding.rule].text.fix for finding in findings}


def ways(migration: JudgedMigration) -> str:
    """`unsafe going up, safe going down`."""
    return f"{migration.up} going up, {migration.down} going down"


def told(rollback: Rollback) -> tuple[Reason, ...]:
    """What speaks against a rollback; if nothing does, what is good to know before one."""
    return rollback.weighty or rollback.reasons


def reason_label(reason: Reason) -> str:
    """`column-dropped, unsafe`; `(schema)` where only taking migrations back is affected."""
    where = " for the schema" if reason.affects == "schema" else ""
    return f"{reason.kind}, {reason.verdict if reason.verdict is not Verdict.SAFE else 'to know'}{where}"
