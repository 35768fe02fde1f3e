"""Findings and paths -> who owns them, and how much each source of owners covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.owner import Claim
from dxscore.domain.report import OwnerSource

NO_SOURCE = "none"
"""Stands as the source of files that nothing claims."""


def attribute(findings: Iterable[Finding], owner_of: Callable[[str], str]) -> tuple[Finding, ...]:
    """The findings, each with the owner of its path; `owner_of` is asked once per path.

    A finding about something with an owner of its own, such as a gem, has it already and keeps it.
    """
    known: dict[str, str] = {}
    return tuple(
        replace(finding, owner=_remembered(known, finding.location.path, owner_of))
        if finding.owner == UNOWNED
        else finding
        for finding in findings
    )


def coverage(code_lines: Mapping[str, int], claims_of: Callable[[str], tuple[Claim, ...]]) -> tuple[OwnerSource, ...]:
    """Files and lines of code per owner and source of the best claim: unowned first, then by lines.

    `code_lines` is path -> lines of code of every file that counts.
    """
    files: dict[tuple[str, str], list[int]] = {}
    for path, lines in code_lines.items():
        best = next(iter(claims_of(path)), Claim(UNOWNED, NO_SOURCE, ""))
        files.setdefault((best.owner, best.source), []).append(lines)
    rows = (OwnerSource(owner, source, len(lines), sum(lines)) for (owner, source), lines in files.items())
    return tuple(sorted(rows, key=lambda row: (row.owner != UNOWNED, -row.code_lines, row.owner, row.source)))


def _remembered(known: dict[str, str], path: str, owner_of: Callable[[str], str]) -> str:
    if path not in known:
        known[path] = owner_of(path)
    return known[path]
