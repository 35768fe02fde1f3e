"""A request for the data access of a project -> the report: everything judged, what was asked for, worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.access.attributes import pack_of
from dxscore.access.patterns import judged
from dxscore.copying import replace
from dxscore.domain.access import tables
from dxscore.domain.access_overview import QUESTIONS
from dxscore.domain.exemption import Exemption
from dxscore.domain.finding import UNOWNED
from dxscore.domain.golden_path import GoldenPath, Pattern, Stance
from dxscore.domain.survey import AccessReport, Attributes, JudgedEntry, Survey
from dxscore.errors import DxscoreError
from dxscore.facts.collect import Progress
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.access import survey
from dxscore.pipeline.access_sources import on_disk
from dxscore.pipeline.golden import golden_path
from dxscore.pipeline.reading import ScanRequest, exemptions_of, find_files, owners_of
from dxscore.pipeline.versions import versions_of
from dxscore.suggestions import did_you_mean


class Wanted(Struct, frozen=True):
    """Which entry points to show; an empty filter lets all through."""

    entry: str = ""
    """Part of a name, or all of it: then as a tree."""
    kinds: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    replica_safe: bool = False
    crosses_packs: bool = False
    not_idempotent: bool = False
    unthrottled: bool = False
    n_plus_one: bool = False


def access_report(request: ScanRequest, wanted: Wanted, progress: Progress) -> AccessReport:
    """Raises DxscoreError when nothing has the name that is asked for."""
    listing = find_files(request)
    request = replace(request, use_cache=request.use_cache and not listing.cache_is_committed)
    found = survey(on_disk(request, listing, versions_of(FolderTree(request.root)).rails or ""), progress)
    path = golden_path(FolderTree(request.root), request.config)
    entries = [*_judged(request, found, path)]
    packs = {table: pack for table, home in found.tables.items() if (pack := pack_of(home))}
    return AccessReport(
        project=request.root.resolve().name,
        commit=listing.repository.head if listing.repository else "",
        entries=tuple(sorted(_wanted(entries, wanted), key=partial(_rank, path))),
        total=len(entries),
        golden_path=path,
        survey=found,
        focus=wanted.entry,
        packs=packs or None,
    )


def _judged(request: ScanRequest, found: Survey, path: GoldenPath) -> Iterator[JudgedEntry]:
    paths = sorted({entry.profile.path for entry in found.entries})
    exemptions = exemptions_in_force(request)
    claims = owners_of(request.root, request.config, paths)
    for entry, attributes, pattern in judged(found, path):
        first = next(iter(claims.get(entry.profile.path, ())), None)
        exempt = exemption_of(exemptions, entry.profile.path, pattern)
        yield JudgedEntry(entry, attributes, pattern, first.owner if first else UNOWNED, exempt)


def exemptions_in_force(request: ScanRequest) -> list[Exemption]:
    """Those from rules about data access that have not expired."""
    held = (each for each in exemptions_of(request) if any(rule.startswith("data-access.") for rule in each.rules))
    return [each for each in held if not each.expires or each.expires >= request.as_of.isoformat()]


def exemption_of(exemptions: Sequence[Exemption], path: str, pattern: Pattern) -> str:
    """The reason of the first that lets this path leave the golden path, '' for one that does not leave it."""
    for each in exemptions if pattern.stance is Stance.OFF else ():
        if not each.paths or GitIgnoreSpec.from_lines(each.paths).match_file(path):
            return ", ".join(
                part for part in (each.reason, each.note, f"until {each.expires}" if each.expires else "") if part
            )
    return ""


def _rank(path: GoldenPath, entry: JudgedEntry) -> tuple[object, ...]:
    return badness(path, entry.pattern, entry.attributes)


def badness(path: GoldenPath, pattern: Pattern, known: Attributes) -> tuple[object, ...]:
    """Off the path first, by the order of the patterns; then what touches most, then by name."""
    stances = (Stance.OFF, Stance.UNKNOWN, Stance.TOLERATED, Stance.GOLDEN)
    size = [-int(known[name] or 0) for name in ("tables_written", "n_plus_one", "tables")]
    order = path.patterns.index(pattern) if pattern in path.patterns else len(path.patterns)
    return (stances.index(pattern.stance), order, *size, str(known["name"]))


def _wanted(entries: list[JudgedEntry], wanted: Wanted) -> list[JudgedEntry]:
    if wanted.entry:
        return _named(entries, wanted.entry)
    tests = [test for holds, test in _tests(wanted) if holds]
    return [entry for entry in entries if all(test(entry) for test in tests)]


def _named(entries: list[JudgedEntry], name: str) -> list[JudgedEntry]:
    """The one of this name, else all that have it as a part."""
    exact = [entry for entry in entries if entry.profile.name == name]
    found = exact or [entry for entry in entries if name.lower() in entry.profile.name.lower()]
    if not found:
        hint = did_you_mean(name, [entry.profile.name for entry in entries])
        raise DxscoreError(f"no entry point has '{name}' in its name", hint or "dxscore access --output csv lists all")
    return found


def _tests(wanted: Wanted) -> Iterator[tuple[bool, Callable[[JudgedEntry], bool]]]:
    touched = frozenset(wanted.tables)
    yield bool(wanted.kinds), lambda entry: entry.profile.kind in wanted.kinds
    yield bool(wanted.patterns), lambda entry: entry.pattern.name in wanted.patterns
    yield bool(wanted.owners), lambda entry: entry.owner in wanted.owners
    yield bool(touched), lambda entry: bool(tables(entry.profile.effects) & touched)
    asked = {
        "replica-safe": wanted.replica_safe,
        "n-plus-one": wanted.n_plus_one,
        "unthrottled": wanted.unthrottled,
        "not-idempotent": wanted.not_idempotent,
        "crosses-packs": wanted.crosses_packs,
    }
    for question, holds in asked.items():
        yield holds, partial(_answers, question)


def _answers(question: str, entry: JudgedEntry) -> bool:
    return QUESTIONS[question](entry.attributes)
