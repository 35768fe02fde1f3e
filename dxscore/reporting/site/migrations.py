"""Material -> a page about new migrations: a verdict on each, with its reasons and the safe way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.reporting.migrations import sentences
from dxscore.reporting.safe_text import visible
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page

KEY: Final = "migrations"


class Judged(Struct, frozen=True):
    """One migration with what is to be said of it."""

    migration: JudgedMigration
    owner: str
    findings: Sequence[Finding]
    fixes: Mapping[str, str]
    """Rule -> the safe way."""


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    report = material.report.migrations
    if report is None:
        return
    values = {"report": report, "say": sentences, "judged": _judged(material, report)}
    yield Page(KEY, "Migrations", "migrations.html.j2", values)


def _judged(material: Material, report: MigrationReport) -> list[Judged]:
    """What is unsafe first, then the newest."""
    newest = sorted(report.migrations, key=lambda each: each.version, reverse=True)
    ordered = sorted(newest, key=lambda each: -max(each.up.rank, each.down.rank))
    return [_told(each, material, report) for each in ordered]


def _told(each: JudgedMigration, material: Material, report: MigrationReport) -> Judged:
    found = sentences.shown(each, report)
    return Judged(each, material.report.owners.get(each.path, ""), found, sentences.fixes(found, report))


def search_entries(material: Material) -> Iterator[tuple[str, str, str, str]]:
    """Migrations as the search knows them: kind, name, note, address."""
    report = material.report.migrations
    for each in report.migrations if report else ():
        name = visible(each.name or each.path)
        yield "migration", name, visible(each.path), material.filtered(material.to(KEY), name)
