"""A project as it lies there -> its findings with owners, and the snapshot that the history would keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache, partial

from msgspec import Struct

from dxscore import __version__
from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.report import Provenance
from dxscore.domain.rule import Rule
from dxscore.domain.trend import Snapshot
from dxscore.evaluation.scopes import applies
from dxscore.ownership import attribute
from dxscore.pipeline.judging import Judgement, owner_of
from dxscore.pipeline.reading import Progress, Reading, ScanRequest, lines_by_owner
from dxscore.pipeline.scanning import Look, judged, look, provenance
from dxscore.pipeline.snapshots import counts_of, places_done
from dxscore.scoring.points import Tariff


class Present(Struct, frozen=True):
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


def present(request: ScanRequest, progress: Progress) -> Present:
    """Read and judge the folder. Raises DxscoreError."""
    seen = look(request, progress)
    judgement = judged(seen)
    return presented(seen, judgement, attribute(judgement.findings, partial(owner_of, seen.reading)))


def presented(seen: Look, judgement: Judgement, findings: tuple[Finding, ...]) -> Present:
    """The same of what is read and judged already; `findings` are those of the judgement, with owners."""
    rules, reading = seen.rulebook.rules, seen.reading
    unjudged = _unjudged(judgement)
    idle = frozenset(rule.id for rule in rules if applies(rule.scope, reading.versions) is False)
    snapshot = _snapshot(seen.request, rules, reading, findings)
    return Present(
        made=provenance(seen.request, seen.rulebook, reading),
        findings=findings,
        snapshot=replace(snapshot, unknown=tuple(sorted(unjudged)), idle=tuple(sorted(idle))),
        rules={rule.id: rule for rule in rules},
        unjudged=unjudged,
        idle=idle,
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
