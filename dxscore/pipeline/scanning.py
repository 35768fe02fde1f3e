"""The steps of a scan in their order: a request in, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.copying import replace
from dxscore.domain.history import Age
from dxscore.domain.report import Coverage, Provenance, ScanReport
from dxscore.domain.source import Location, Unknown
from dxscore.evaluation.dating import dated
from dxscore.inputs.discovery import Listing
from dxscore.inputs.history import line_ages
from dxscore.inputs.reading import read_bytes
from dxscore.ownership import attribute
from dxscore.pipeline.judging import (
    Judgement,
    WholeProgram,
    judge,
    owner_of,
    subject_of,
    whole_program,
    worst_first,
)
from dxscore.pipeline.reading import (
    Progress,
    Reading,
    ScanRequest,
    exemptions_of,
    find_files,
    lines_by_owner,
    read,
    rules_of,
    todo_of,
    trusted,
)
from dxscore.rulebook.loader import Rulebook
from dxscore.rulebook.selection import in_force
from dxscore.scoring.actions import actions
from dxscore.scoring.hotspots import hotspots
from dxscore.scoring.points import Tariff
from dxscore.scoring.scorecards import scorecards


class Look(Struct, frozen=True):
    """A project, read once for all reports that are to be made of it."""

    request: ScanRequest
    everything: Rulebook
    """All rules as written."""
    rulebook: Rulebook
    """Those in force."""
    reading: Reading


def scan(request: ScanRequest, progress: Progress) -> ScanReport:
    """Read a project, judge it, say what came of it. Raises DxscoreError for what the user can put right."""
    seen = look(request, progress)
    return reported(seen, judged(seen))


def look(request: ScanRequest, progress: Progress) -> Look:
    """Read a project. Raises DxscoreError."""
    return look_at(request, find_files(request), progress)


def look_at(request: ScanRequest, listing: Listing, progress: Progress) -> Look:
    """The same when its files have been listed."""
    request = trusted(request, listing)
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    rulebook = in_force(everything, request.config.rules)
    return Look(request, everything, rulebook, read(request, listing, rulebook.rules, progress))


def judged(seen: Look, whole: WholeProgram | None = None) -> Judgement:
    """What the rules say about it. Raises DxscoreError for an exemptions file that can't be used.

    `whole` where somebody else asks for parts of it as well.
    """
    request, known = seen.request, seen.everything.rules
    whole = whole or whole_program(request, seen.reading)
    subject = subject_of(request, seen.reading, whole)
    judgement = judge(seen.rulebook.rules, known, subject, exemptions_of(request), request.as_of, todo_of(request))
    return replace(judgement, unknown=(*judgement.unknown, *whole.schema.unknown(seen.rulebook.rules)))


def reported(seen: Look, judgement: Judgement) -> ScanReport:
    """Tell findings their age, give them their owners, score them, and add what was not seen."""
    request, rulebook, reading = seen.request, seen.rulebook, seen.reading
    judgement = _with_ages(seen, judgement)
    tariff = Tariff({rule.id: rule for rule in rulebook.rules}, request.as_of)
    owner_at = cache(partial(owner_of, reading))
    findings = worst_first(attribute(judgement.findings, owner_at), tariff)
    lines = lines_by_owner(reading.listing.files, reading.facts, owner_at)
    unknown = {one.subject for one in judgement.unknown}
    specs = [spec for spec in rulebook.scorecards if spec.dimension not in unknown]
    cards = scorecards(findings, specs, lines, tariff, {failure.rule for failure in judgement.failures})
    return ScanReport(
        provenance=provenance(request, rulebook, reading),
        findings=findings,
        scorecards=cards,
        hotspots=hotspots(findings, reading.history, tariff),
        actions=actions(findings, cards, reading.history, tariff),
        coverage=Coverage(
            files=len(reading.facts),
            code_lines=sum(lines.values()),
            skipped=tuple(sorted(reading.skipped)),
            unknown=(*judgement.unknown, *_unknown_neighbours(reading)),
            failures=judgement.failures,
        ),
        rules=tariff.rules,
        todo=judgement.todo,
    )


def _with_ages(seen: Look, judgement: Judgement) -> Judgement:
    """Findings of dated rules know how old their line is."""
    rules = {rule.id: rule for rule in seen.rulebook.rules}
    ages = partial(_ages, seen.request, seen.reading)
    return replace(judgement, findings=dated(judgement.findings, rules, ages))


def _ages(request: ScanRequest, reading: Reading, places: Iterable[Location]) -> Mapping[Location, Age]:
    texts = {place: (place.path, text) for place, text in _lines_at(request.root, places)}
    known = line_ages(
        reading.listing.repository, list(texts.values()), request.as_of, request.config.history, request.store
    )
    return {place: known[line] for place, line in texts.items() if line in known}


def _lines_at(root: Path, places: Iterable[Location]) -> Iterator[tuple[Location, str]]:
    """The text of each place's first line; nothing for a file that vanished since it was read."""
    for path, here in groupby(sorted(places), key=lambda place: place.path):
        try:
            lines = read_bytes(root / path).decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        yield from ((place, lines[place.line - 1]) for place in here if place.line <= len(lines))


def provenance(request: ScanRequest, rulebook: Rulebook, reading: Reading) -> Provenance:
    """What made the results."""
    repository = reading.listing.repository
    return Provenance(
        version=__version__,
        ruleset=rulebook.digest,
        commit=repository.head if repository else "",
        dirty=reading.listing.dirty,
        as_of=request.as_of,
        project=request.root.resolve().name,
    )


def _unknown_neighbours(reading: Reading) -> Iterator[Unknown]:
    if not reading.history.complete:
        yield Unknown("churn and ages", reading.history.reason)
    if reading.versions.problem:
        yield Unknown("locked versions", reading.versions.problem)
