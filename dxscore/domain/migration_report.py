"""What `dxscore migrations` says: a verdict on each migration and each of its directions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.report import Provenance
from dxscore.domain.rollback import Rollback
from dxscore.domain.rule import Rule
from dxscore.domain.source import Skip, Unknown
from dxscore.domain.verdict import Verdict


class JudgedMigration(Struct, frozen=True):
    """One file."""

    path: str
    line: int
    version: str
    name: str
    """Class."""
    up: Verdict
    down: Verdict
    findings: tuple[Finding, ...]
    """Of all statuses, by direction and line; the direction is in the evidence, '' for what is about the whole file."""
    statements: int
    """Going up."""

    @property
    def verdict(self) -> Verdict:
        """Of the deployment: going up."""
        return self.up


class MigrationReport(Struct, frozen=True):
    """Verdicts on several migrations."""

    provenance: Provenance
    adapter: str
    """Of the main database."""
    database_version: str
    """As configured, '' when it is not."""
    schema: str
    """Path of the schema that they were judged with, '' for none."""
    base: str
    """What they were compared with: 'origin/main', '' for those that are new by the configuration."""
    start: str
    """In words: which were judged."""
    migrations: tuple[JudgedMigration, ...]
    """By version."""
    older: int
    """Migrations that were not judged because they are old."""
    rules: Mapping[str, Rule]
    skipped: tuple[Skip, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    rollback: Rollback | None = None
    """Of a change as a whole; None where no change was judged."""
