"""The order of the steps, and nothing else: requests in, reports out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from dxscore import __version__
from dxscore.config import Config
from dxscore.domain.exemption import Exemption
from dxscore.domain.facts import FileFacts
from dxscore.domain.finding import Finding, RuleFailure
from dxscore.domain.history import Age, History
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.owner import Claim
from dxscore.domain.report import Coverage, Provenance, ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.source import FileKind, Location, Skip, SourceFile, Unknown
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.versions import LockedVersions
from dxscore.errors import DxscoreError, NothingToScanError, Problem
from dxscore.evaluation.dating import dated
from dxscore.evaluation.evaluate import Evaluation, evaluate
from dxscore.facts.cache import FactsCache
from dxscore.facts.codebase import Codebase
from dxscore.facts.collect import collect
from dxscore.facts.described import entities
from dxscore.inputs.discovery import CACHE_FOLDER, Listing, discover
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.history import line_ages, read_history
from dxscore.inputs.owners import Owners, load_owners
from dxscore.inputs.reading import read_bytes, read_source
from dxscore.inputs.versions import locked_versions
from dxscore.ownership import attribute
from dxscore.resources import RULES
from dxscore.rulebook.loader import Rulebook, every_rule
from dxscore.rulebook.selection import in_force
from dxscore.scoring.actions import actions
from dxscore.scoring.hotspots import hotspots
from dxscore.scoring.points import Tariff
from dxscore.scoring.scorecards import scorecards
from dxscore.suppression import apply

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (files done, files in all)."""

COUNTED = (FileKind.RUBY, FileKind.ERB)
"""Whose lines of code density is measured on: production code."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan, as of when."""

    root: Path
    config: Config
    as_of: date
    use_cache: bool = True

    @property
    def store(self) -> Path | None:
        """The folder for caches, None when there is to be none."""
        return self.root / CACHE_FOLDER if self.use_cache else None

    def stored(self, name: str) -> Path | None:
        """The file of this name in the store."""
        return self.store / name if self.store else None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read of a project, before any judgement."""

    listing: Listing
    facts: Mapping[str, FileFacts]
    skipped: tuple[Skip, ...]
    notices: tuple[str, ...]
    """What the cache had to say."""
    history: History
    versions: LockedVersions
    owners: Owners


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say about a reading."""

    findings: tuple[Finding, ...]
    """With status and age, without owner."""
    failures: tuple[RuleFailure, ...]
    unknown: tuple[Unknown, ...]


def scan(request: ScanRequest, progress: Progress) -> ScanReport:
    """Read a project, judge it, say what came of it. Raises DxscoreError for what the user can put right."""
    listing = find_files(request)
    request = replace(request, use_cache=request.use_cache and not listing.cache_is_committed)
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    rulebook = in_force(everything, request.config.rules)
    reading = read(request, listing, rulebook.rules, progress)
    judgement = judge(rulebook.rules, everything.rules, subject_of(reading), exemptions_of(request), request.as_of)
    return reported(request, rulebook, reading, with_ages(request, rulebook, reading, judgement))


def find_files(request: ScanRequest) -> Listing:
    """The files to scan. Raises NothingToScanError when none of them is Ruby."""
    listing = discover(request.root, request.config.scan)
    if not any(file.kind in (*COUNTED, FileKind.RUBY_TEST) for file in listing.files):
        raise NothingToScanError(f"no Ruby found below {request.root}", "give the root of a Rails application")
    return listing


def rules_of(root: Path, config: Config, store: Path | None = None) -> Rulebook:
    """All rules as written: shipped and the project's own, drafts too."""
    return every_rule([RULES, *_rule_folders(root, config)], store, _uncompilable)


def _rule_folders(root: Path, config: Config) -> Iterator[Path]:
    """The project's own; they come from a scanned repository, so they may not lead out of it."""
    for name in config.rules.paths:
        folder = root / name
        if not folder.resolve().is_relative_to(root.resolve()):
            raise DxscoreError(f"rules path {name} leads out of {root}", "copy the rules into the project")
        yield folder


def _uncompilable(rules: Iterable[Rule]) -> Iterator[Problem]:
    from dxscore.facts.matching.checking import problems_of  # noqa: PLC0415 - asked only when rule files have changed

    return (problem for rule in rules for problem in problems_of(rule))


def exemptions_of(request: ScanRequest) -> tuple[Exemption, ...]:
    """The reviewed exemptions of the project; none without the file."""
    return load_exemptions(request.root, request.config.exemptions)


def read(request: ScanRequest, listing: Listing, rules: Sequence[Rule], progress: Progress) -> Reading:
    """Take the facts of the files, and ask their neighbours: history, versions, owners."""
    collected = collect(
        listing.files,
        partial(read_source, request.root),
        rules,
        FactsCache.at(request.stored("facts.db")),
        request.config.scan.jobs,
        progress,
    )
    return Reading(
        listing,
        collected.facts,
        (*listing.skipped, *collected.skipped, *_unread_languages(listing.files)),
        collected.notices,
        read_history(listing.repository, request.as_of, request.config.history, request.store),
        locked_versions(request.root),
        load_owners(request.root, [file.path for file in listing.files], request.config.owners),
    )


def _unread_languages(files: Iterable[SourceFile]) -> Iterator[Skip]:
    for file in files:
        if file.kind is FileKind.UNSEEN:
            yield Skip(file.path, f"{file.path.rpartition('.')[2].capitalize()} is not read yet")


def subject_of(reading: Reading) -> Subject:
    """Join the facts of all files."""
    files = {file.path: file for file in reading.listing.files}
    codebase = Codebase(files, reading.facts, reading.history)
    return Subject(files, reading.facts, partial(entities, codebase), reading.versions)


def judge(
    rules: Sequence[Rule], known: Sequence[Rule], subject: Subject, exemptions: Iterable[Exemption], as_of: date
) -> Judgement:
    """Evaluate the rules, hide what is suppressed, then judge the suppressions themselves.

    `known` are all rules that exist: a comment may name one that is not in force.
    """
    about_code = [rule for rule in rules if not _about_directives(rule)]
    first = evaluate(about_code, subject)
    directives = {path: facts.directives for path, facts in subject.facts.items() if facts.directives}
    suppressed = apply(first.findings, directives, exemptions, known, as_of, first.finished)
    meta = _judge_directives(rules, subject, suppressed.directives)
    return Judgement(
        (*suppressed.findings, *meta.findings), (*first.failures, *meta.failures), (*first.unknown, *meta.unknown)
    )


def with_ages(request: ScanRequest, rulebook: Rulebook, reading: Reading, judgement: Judgement) -> Judgement:
    """Tell findings of dated rules how old their line is."""
    rules = {rule.id: rule for rule in rulebook.rules}
    return replace(judgement, findings=dated(judgement.findings, rules, partial(_ages, request, reading)))


def reported(request: ScanRequest, rulebook: Rulebook, reading: Reading, judgement: Judgement) -> ScanReport:
    """Give findings their owners, score them, and add what was not seen."""
    tariff = Tariff({rule.id: rule for rule in rulebook.rules}, request.as_of)
    owner_of = cache(partial(_owner, reading))
    findings = _worst_first(attribute(judgement.findings, owner_of), tariff)
    lines = _lines_by_owner(reading, owner_of)
    cards = scorecards(findings, rulebook.scorecards, lines, tariff)
    return ScanReport(
        provenance=_provenance(request, rulebook, reading),
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
    )


def owners_of(root: Path, config: Config, paths: Sequence[str]) -> Mapping[str, tuple[Claim, ...]]:
    """What every source says about the owner of each path, best first."""
    owners = load_owners(root, paths, config.owners)
    return {path: owners.claims(path, _first_comment(root / path)) for path in paths}


def _about_directives(rule: Rule) -> bool:
    return isinstance(rule.detection.match, EntityMatcher) and rule.detection.match.kind == "directive"


def _judge_directives(rules: Iterable[Rule], subject: Subject, directives: Sequence[Placed]) -> Evaluation:
    files = {path: SourceFile(path, "", 0, FileKind.RUBY) for path, _ in directives} | dict(subject.files)
    return evaluate(
        [rule for rule in rules if _about_directives(rule)],
        replace(subject, files=files, entities=lambda _kind: directives),
    )


def _worst_first(findings: Iterable[Finding], tariff: Tariff) -> tuple[Finding, ...]:
    def badness(finding: Finding) -> tuple[object, ...]:
        severity = tariff.rules[finding.rule].grading.severity
        return -severity.rank, -tariff.points(finding), finding.location, finding.rule

    return tuple(sorted(findings, key=badness))


def _owner(reading: Reading, path: str) -> str:
    facts = reading.facts.get(path)
    return reading.owners.owner(path, facts.first_comment if facts else "")


def _lines_by_owner(reading: Reading, owner_of: Callable[[str], str]) -> Mapping[str, int]:
    lines: Counter[str] = Counter()
    for file in reading.listing.files:
        if file.kind in COUNTED and file.path in reading.facts:
            lines[owner_of(file.path)] += reading.facts[file.path].code_lines
    return lines


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


def _provenance(request: ScanRequest, rulebook: Rulebook, reading: Reading) -> Provenance:
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


def _first_comment(file: Path) -> str:
    """The first line of a file when it is a comment, '' when it is not or there is no such file."""
    try:
        first = read_bytes(file, 512).partition(b"\n")[0].decode("utf-8", "replace").strip()
    except OSError:
        return ""
    return first if first.startswith(("#", "<%#", "//", "<!--")) else ""
