"""Findings -> remarks, the shape that formats for other tools share between a scan and a gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import Change, Ruling
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.severity import Severity
from dxscore.reporting.view import View

Level: TypeAlias = Literal["error", "warning", "note"]
"""SARIF's words; other formats translate."""


class Remark(Struct, frozen=True):
    """One finding with all that a tool wants to know of it."""

    finding: Finding
    rule: Rule
    level: Level
    change: Change | None = None
    """None in a scan, which compares nothing."""
    before: Finding | None = None
    """What it was in the base of a gate."""
    ruling: Ruling | None = None
    reason: str = ""
    """Why the gate rules so."""

    @property
    def identity(self) -> str:
        """The fingerprint under which a tool that saw the base knows it: moved code keeps that of the base."""
        return (self.before or self.finding).fingerprint


def level_of(severity: Severity) -> Level:
    """Five severities in three words: major and above are errors, info is a note."""
    if severity.rank >= Severity.MAJOR.rank:
        return "error"
    return "warning" if severity is Severity.MINOR else "note"


def scan_remarks(report: ScanReport, view: View) -> tuple[Remark, ...]:
    """Open findings, all of them with `show_suppressed`, worst first."""
    return tuple(
        Remark(finding, rule := report.rules[finding.rule], level_of(rule.grading.severity))
        for finding in report.findings
        if view.show_suppressed or finding.status is Status.OPEN
    )


def numbered(identities: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each identity with its number among equals, from 1: tools drop the second of two that are alike."""
    seen: Counter[str] = Counter()
    for identity in identities:
        seen[identity] += 1
        yield identity, seen[identity]
