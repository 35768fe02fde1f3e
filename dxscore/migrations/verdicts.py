"""Migrations and what rules found in them -> a verdict on each, by direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.migration import Direction, Migration
from dxscore.domain.migration_report import JudgedMigration
from dxscore.domain.rule import Rule
from dxscore.domain.severity import Severity
from dxscore.domain.verdict import Verdict

UNKNOWN_FAMILY = "unknown"
"""Family of rules that find what could not be understood."""


def judged_migrations(
    migrations: Sequence[Migration], findings: Iterable[Finding], rules: Mapping[str, Rule], adapter: str
) -> tuple[JudgedMigration, ...]:
    """In the order of the migrations. What is not unsafe on any database is unknown on an unknown one."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.location.path, []).append(finding)
    judged = (_judged(each, by_path.get(each.path, []), rules) for each in migrations)
    return tuple(_unsure(each) if adapter == "unknown" and each.statements else each for each in judged)


def _unsure(migration: JudgedMigration) -> JudgedMigration:
    up, down = (Verdict.UNKNOWN if way is Verdict.SAFE else way for way in (migration.up, migration.down))
    return replace(migration, up=up, down=down)


def _judged(migration: Migration, findings: list[Finding], rules: Mapping[str, Rule]) -> JudgedMigration:
    ordered = sorted(findings, key=lambda each: (direction_of(each) == "down", each.location.line, each.rule))
    return JudgedMigration(
        path=migration.path,
        line=migration.line,
        version=migration.version,
        name=migration.name,
        up=_verdict(migration, ordered, "up", rules),
        down=_verdict(migration, ordered, "down", rules),
        findings=tuple(ordered),
        statements=len(migration.ways.up),
    )


def direction_of(finding: Finding) -> str:
    """'up' or 'down', '' for what is about the whole file."""
    return str(finding.evidence.get("direction") or "")


def _verdict(
    migration: Migration, findings: Iterable[Finding], direction: Direction, rules: Mapping[str, Rule]
) -> Verdict:
    """Unsafe by what is severe (major or worse) and open; unknown by what was not understood."""
    here = [each for each in findings if direction_of(each) in ("", direction) and each.status is Status.OPEN]
    if any(rules[each.rule].grading.severity.rank >= Severity.MAJOR.rank for each in here):
        return Verdict.UNSAFE
    if migration.problem or any(rules[each.rule].family == UNKNOWN_FAMILY for each in here):
        return Verdict.UNKNOWN
    if direction == "down" and any(each.rule == "migrations.irreversible" for each in here):
        return Verdict.UNSAFE
    return Verdict.SAFE
