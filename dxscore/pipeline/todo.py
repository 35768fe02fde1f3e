"""The steps of `dxscore todo` in their order: findings and todo files in; what to say, or what to write, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from dxscore.domain.finding import Finding, Status
from dxscore.domain.report import ScanReport
from dxscore.domain.todo import TodoChange, TodoCheck, TodoEntry
from dxscore.inputs.todo_lists import todo_texts
from dxscore.pipeline.reading import Progress, ScanRequest, todo_of
from dxscore.pipeline.scanning import scan
from dxscore.todo import entry_of

_NEVER_LISTED = "meta"
"""Dimension of what is wrong with suppressions and lists."""


def todo_check(request: ScanRequest, globs: Collection[str], progress: Progress) -> TodoCheck:
    """Hold the findings of enforced rules (of those that a glob names, if there are globs) against the todo files."""
    report = scan(request, progress)
    findings = _findings(report, globs)
    return TodoCheck(
        request.config.gate.todo,
        listed=sum(finding.status is Status.LISTED for finding in findings),
        unlisted=tuple(finding for finding in findings if finding.status is Status.OPEN),
        stale=tuple(entry for entry in report.todo.stale if _named(entry.rule, globs)),
    )


def todo_written(request: ScanRequest, globs: Collection[str], progress: Progress) -> TodoChange:
    """The files that list all of today's findings of those rules."""
    report = scan(request, progress)
    return _change(request, report, globs, _findings(report, globs))


def todo_pruned(request: ScanRequest, globs: Collection[str], progress: Progress) -> TodoChange:
    """The files without the entries of those rules that are stale."""
    report = scan(request, progress)
    listed = [finding for finding in _findings(report, globs) if finding.status is Status.LISTED]
    return _change(request, report, globs, listed)


def _findings(report: ScanReport, globs: Collection[str]) -> Sequence[Finding]:
    """Those that may be listed; listed ones also when their rule no longer counts."""
    rules = {
        rule.id
        for rule in report.rules.values()
        if rule.dimension != _NEVER_LISTED and rule.grading.counts_on(report.provenance.as_of)
    }
    return [
        finding
        for finding in report.findings
        if _named(finding.rule, globs)
        and (finding.status is Status.LISTED or (finding.status is Status.OPEN and finding.rule in rules))
    ]


def _named(rule: str, globs: Collection[str]) -> bool:
    return not globs or any(fnmatchcase(rule, glob) for glob in globs)


def _change(request: ScanRequest, report: ScanReport, globs: Collection[str], wanted: Iterable[Finding]) -> TodoChange:
    """`wanted` is listed for the rules that the globs name; whatever else is listed stays as it is."""
    before = todo_of(request)
    after = [*_kept(before, report, globs), *map(entry_of, wanted)]
    texts = todo_texts(request.config.gate.todo, after)
    return TodoChange(
        texts,
        gone=tuple(sorted({entry.file for entry in before} - texts.keys())),
        before=len(before),
        after=len(after),
        grown=_grown(_counts(before, report), _counts(after, report)) if before else {},
    )


def _kept(before: Iterable[TodoEntry], report: ScanReport, globs: Collection[str]) -> Sequence[TodoEntry]:
    idle = frozenset(report.todo.idle)
    return [entry for entry in before if entry in idle or not _named(_current(entry.rule, report), globs)]


def _counts(entries: Iterable[TodoEntry], report: ScanReport) -> Mapping[str, int]:
    return Counter(_current(entry.rule, report) for entry in entries)


def _current(rule: str, report: ScanReport) -> str:
    """Today's id of a rule."""
    return next((each.id for each in report.rules.values() if rule in each.aliases), rule)


def _grown(before: Mapping[str, int], after: Mapping[str, int]) -> Mapping[str, tuple[int, int]]:
    return {rule: (before.get(rule, 0), count) for rule, count in sorted(after.items()) if count > before.get(rule, 0)}
