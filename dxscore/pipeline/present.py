"""A project as it lies there -> its findings with owners, and the snapshot that the history would keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache, partial

from dxscore import __version__
from dxscore.domain.finding import Finding
from dxscore.domain.report import Provenance
from dxscore.domain.rule import Rule
from dxscore.domain.trend import Snapshot
from dxscore.evaluation.scopes import applies
from dxscore.ownership import attribute
from dxscore.pipeline.judging import Judgement, judge, owner_of, subject_of
from dxscore.pipeline.reading import (
    Progress,
    Reading,
    ScanRequest,
    exemptions_of,
    find_files,
    lines_by_owner,
    read,
    todo_of,
)
from dxscore.pipeline.scanning import provenance
from dxscore.pipeline.snapshots import counts_of, places_done
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.selection import in_force
from dxscore.scoring.points import Tariff


@dataclass(frozen=True, slots=True)
class Present:
    """The project, judged."""

    made: Provenance
    findings: tuple[Finding, ...]
    """With owners."""
    snapshot: Snapshot
    """Dated on the day of the request; without a ruleset, and never to be stored: the folder may be edited."""
    rules: Mapping[str, Rule]
    """Those in force."""
    unjudged: Mapping[str, str]
    """Rule -> why it could not be judged."""
    idle: frozenset[str]
    """Rules that do not apply to the locked versions."""


def present(request: ScanRequest, everything: Rulebook, progress: Progress) -> Present:
    """Read and judge the folder; `everything` is all rules as written. Raises DxscoreError."""
    listing = find_files(request)
    request = replace(request, use_cache=request.use_cache and not listing.cache_is_committed)
    rulebook = in_force(everything, request.config.rules)
    reading = read(request, listing, rulebook.rules, progress)
    subject = subject_of(request, reading)
    exemptions, todo = exemptions_of(request), todo_of(request)
    judgement = judge(rulebook.rules, everything.rules, subject, exemptions, request.as_of, todo)
    findings = attribute(judgement.findings, partial(owner_of, reading))
    return Present(
        made=provenance(request, rulebook, reading),
        findings=findings,
        snapshot=_snapshot(request, rulebook.rules, reading, findings),
        rules={rule.id: rule for rule in rulebook.rules},
        unjudged=_unjudged(judgement),
        idle=frozenset(rule.id for rule in rulebook.rules if applies(rule.scope, reading.versions) is False),
    )


def _snapshot(request: ScanRequest, rules: Sequence[Rule], reading: Reading, findings: Iterable[Finding]) -> Snapshot:
    owner_at = cache(partial(owner_of, reading))
    files = {file.path: file for file in reading.listing.files}
    done = places_done(rules, files, reading.facts, owner_at)
    repository = reading.listing.repository
    return Snapshot(
        project=request.config.history.project,
        commit=repository.head if repository else "",
        time=int(datetime.combine(request.as_of, time(12), UTC).timestamp()),
        ruleset="",
        version=__version__,
        counts=tuple(counts_of(findings, done, Tariff({rule.id: rule for rule in rules}, request.as_of))),
        code_lines=lines_by_owner(files.values(), reading.facts, owner_at),
    )


def _unjudged(judgement: Judgement) -> Mapping[str, str]:
    failed = {failure.rule: failure.reason for failure in judgement.failures}
    return failed | {each.subject: each.reason for each in judgement.unknown}
