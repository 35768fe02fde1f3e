"""ScanReport, filters -> the ScanReport of what was asked for: scores are limited to it, never computed anew."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.report import ScanReport
from dxscore.domain.severity import Confidence, Severity


class Filters(Struct, frozen=True):
    """What to show; within one field any value will do, all fields must hold, an empty field always holds."""

    owners: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Ids or globs (`tech-debt.*`)."""
    paths: tuple[str, ...] = ()
    """A file, a folder, or a git-ignore style glob (`app/**/*_job.rb`), from the root."""
    min_severity: Severity = Severity.INFO
    min_confidence: Confidence = Confidence.LOW

    @property
    def by_place(self) -> bool:
        """Whether single findings of an owner and dimension may be left out."""
        floors = (self.min_severity, self.min_confidence)
        return bool(self.rules or self.paths) or floors != (Severity.INFO, Confidence.LOW)


def select(report: ScanReport, filters: Filters) -> ScanReport:
    """The report with only the findings that pass, and the scorecards, hotspots and actions that concern them.

    Scorecards keep the points, level and next step they have in the whole report.
    """
    if filters == Filters():
        return report
    wanted = _finding_test(report, filters)
    findings = tuple(finding for finding in report.findings if wanted(finding))
    pairs = {(finding.owner, report.rules[finding.rule].dimension) for finding in findings}
    paths = {finding.location.path for finding in findings}
    places = {(finding.rule, finding.location) for finding in findings}
    return replace(
        report,
        findings=findings,
        scorecards=tuple(
            card
            for card in report.scorecards
            if _named(card.owner, filters.owners)
            and _named(card.dimension, filters.dimensions)
            and (not filters.by_place or (card.owner, card.dimension) in pairs)
        ),
        hotspots=tuple(hotspot for hotspot in report.hotspots if hotspot.path in paths),
        actions=tuple(action for action in report.actions if (action.rule, action.location) in places),
    )


def _finding_test(report: ScanReport, filters: Filters) -> Callable[[Finding], bool]:
    rules = {rule_id for rule_id in report.rules if _rule_passes(report, rule_id, filters)}
    on_path = _path_test(filters.paths)
    return lambda finding: (
        finding.rule in rules and _named(finding.owner, filters.owners) and on_path(finding.location.path)
    )


def _rule_passes(report: ScanReport, rule_id: str, filters: Filters) -> bool:
    rule = report.rules[rule_id]
    confidences = list(Confidence)
    return (
        _named(rule.dimension, filters.dimensions)
        and (not filters.rules or any(fnmatchcase(rule_id, glob) for glob in filters.rules))
        and rule.grading.severity.rank >= filters.min_severity.rank
        and confidences.index(rule.grading.confidence) >= confidences.index(filters.min_confidence)
    )


def _named(name: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or name in wanted


def _path_test(paths: tuple[str, ...]) -> Callable[[str], bool]:
    """A text without glob characters names one file or folder from the root; git-ignore would find it at any depth."""
    if not paths:
        return lambda _path: True
    plain = [path.removeprefix("./").strip("/") for path in paths if not _is_glob(path)]
    globs = GitIgnoreSpec.from_lines(path.removeprefix("./") for path in paths if _is_glob(path))
    return lambda path: any(_is_below(path, prefix) for prefix in plain) or globs.match_file(path)


def _is_glob(path: str) -> bool:
    return any(char in path for char in "*?[")


def _is_below(path: str, prefix: str) -> bool:
    return prefix in ("", ".", path) or path.startswith(f"{prefix}/")
