from __future__ import annotations

from datetime import date

from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.report import Provenance
from dxscore.domain.verdict import Verdict
from dxscore.reporting.migrations.sentences import headline, setting, ways


def _report(*verdicts: Verdict) -> MigrationReport:
    judged = tuple(JudgedMigration("a.rb", 1, "1", "A", each, Verdict.SAFE, (), 1) for each in verdicts)
    made = Provenance("1", "", "", False, date(2026, 1, 1), "shop")
    return MigrationReport(made, "postgresql", "15", "db/schema.rb", "", "of the last 90 days", judged, 0, {})


def test_the_worst_is_counted_first() -> None:
    report = _report(Verdict.SAFE, Verdict.UNSAFE, Verdict.SAFE)
    assert headline(report) == "3 migrations of the last 90 days: 1 unsafe, 2 safe"
    assert setting(report) == "for postgresql 15, with db/schema.rb"
    assert ways(report.migrations[1]) == "unsafe going up, safe going down"


def test_without_any() -> None:
    assert headline(_report()) == "no migrations of the last 90 days"
