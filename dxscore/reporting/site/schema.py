"""Material -> a page about the schema: what it guarantees of the models, what is wrong with it, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.schema import Schema, Table
from dxscore.domain.schema_report import SchemaReport
from dxscore.reporting.safe_text import visible
from dxscore.reporting.schema import sentences
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page

KEY: Final = "schema"
_GAPS = 25
"""Of a rule; its own page has all."""


class Gaps(Struct, frozen=True):
    """What one rule found."""

    rule: Rule
    total: int
    listed: Sequence[Finding]


class TableRow(Struct, frozen=True):
    """One table with the models on it."""

    schema: Schema
    table: Table
    models: Sequence[str]


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    report = material.report.schema
    if report is None:
        return
    values = {"report": report, "say": sentences, "gaps": list(_gaps(report)), "tables": list(_tables(report))}
    yield Page(KEY, "Schema", "schema.html.j2", values)


def _gaps(report: SchemaReport) -> Iterator[Gaps]:
    """Rule by rule, in the order of their worst finding."""
    groups: dict[str, list[Finding]] = {}
    for finding in sentences.open_findings(report):
        groups.setdefault(finding.rule, []).append(finding)
    for name, found in groups.items():
        yield Gaps(report.scan.rules[name], len(found), found[:_GAPS])


def _tables(report: SchemaReport) -> Iterator[TableRow]:
    for schema in report.schemas:
        for table in schema.tables.values():
            yield TableRow(schema, table, report.homes.get(table.name, ()))


def search_entries(material: Material) -> Iterator[tuple[str, str, str, str]]:
    """Tables as the search knows them: kind, name, note, address."""
    report = material.report.schema
    for row in _tables(report) if report else ():
        name = visible(row.table.name)
        yield "table", name, visible(", ".join(row.models)), material.filtered(material.to(KEY), name)
