"""The steps of `dxscore upgrade` in their order: one scan's facts, judged by the versions of each hop -> a report."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.report import Provenance
from dxscore.domain.source import Location, Unknown
from dxscore.domain.upgrade import Change, Readiness, Target, UpgradeReport
from dxscore.errors import DxscoreError
from dxscore.gems.rails import all_series
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.beside import defaults, gems_in_the_way, lifetimes, two_bundles
from dxscore.pipeline.gems import gems_of
from dxscore.pipeline.hops import ALLOWANCES, Trip, allowances, travel, versions_at
from dxscore.pipeline.judging import Law, owner_of, subject_of
from dxscore.pipeline.reading import Progress, Reading, ScanRequest, exemptions_of, todo_of
from dxscore.pipeline.recordings import recordings
from dxscore.pipeline.scanning import Look, look, provenance
from dxscore.upgrade.changes import by_hand, rails_changes
from dxscore.upgrade.readiness import Seen, of_code, of_ruby
from dxscore.upgrade.steps import Work, steps
from dxscore.upgrade.support import next_target, target_of, way
from dxscore.upgrade.versions import number

BRANCHING = frozenset(
    f"{ALLOWANCES}.{name}" for name in ("rails-version-branch", "ruby-version-branch", "dual-boot-branch")
)
"""Rules whose findings ask which version runs."""


class UpgradeRequest(Struct, frozen=True):
    """What to read, and where to."""

    scan: ScanRequest
    target: str = ""
    """As written after --to; '' for what dxscore.toml says, or the next series of Rails."""
    start: str = ""
    """Version to start from, of what the target names: for a project without a lockfile, or in two minds."""
    test_results: tuple[Path, ...] = ()
    """Files with results of tests under the next version."""


def upgrade(request: UpgradeRequest, progress: Progress) -> UpgradeReport:
    """Read a project once, and say what stands between it and the target. Raises DxscoreError."""
    return upgrade_of(request, look(request.scan, progress))


def upgrade_of(request: UpgradeRequest, seen: Look) -> UpgradeReport:
    """The same of a project that is read already. Raises DxscoreError when there is nowhere to go."""
    scan, rulebook = seen.request, seen.rulebook
    known = seen.everything.rules
    law = Law(rulebook.rules, known, exemptions_of(scan), scan.as_of, todo_of(scan), rulebook.digest)
    made = provenance(scan, rulebook, seen.reading)
    return _report(replace(request, scan=scan), seen.reading, law, made)


def _target(request: UpgradeRequest, reading: Reading) -> tuple[Target, str]:
    """Where to, and from which version. Raises DxscoreError when that is unknown or there already."""
    asked = request.target or request.scan.config.upgrade.target
    target = target_of(asked) if asked else None
    of = target.of if target else "rails"
    start = request.start or (reading.versions.rails if of == "rails" else reading.versions.ruby) or ""
    if number(start) is None:
        problem = f"{start} is no version" if start else f"the locked version of {of.capitalize()} is unknown"
        raise DxscoreError(problem, reading.versions.problem or "commit a lockfile, or name a version: --from 7.1")
    target = target or next_target(of, start, request.scan.as_of)
    if not way(start, target):
        raise DxscoreError(f"{of.capitalize()} is at {start} already, {target} is not ahead", "name a later series")
    return target, start


def _report(request: UpgradeRequest, reading: Reading, law: Law, made: Provenance) -> UpgradeReport:
    scan, tree = request.scan, FolderTree(request.scan.root)
    target, locked = _target(request, reading)
    reading = replace(reading, versions=versions_at(reading.versions, target.of, locked))
    owner_at = cache(partial(owner_of, reading))
    trip = travel(target, way(locked, target), subject_of(scan, reading), law, owner_at)
    gems = gems_of(scan, reading, all_series().get(target.series) if target.of == "rails" else None)
    refusing = gems_in_the_way(gems, target, owner_at)
    unseen = _by_hand(target, trip, law)
    rules = {rule.id: rule for rule in law.rules}
    ruby = reading.versions.ruby or ""
    return UpgradeReport(
        provenance=made,
        locked=locked,
        ruby=ruby,
        target=target,
        hops=trip.hops,
        gems=refusing.obstacles,
        lifetimes=lifetimes(reading, target, trip.hops, scan.as_of),
        defaults=defaults(tree, reading, target),
        dual_boot=two_bundles(tree, reading, gems.bundle, _conditionals(trip)),
        recordings=recordings(
            scan.root, scan.config.upgrade.recorded, request.test_results, reading.listing.files, owner_at
        ),
        by_hand=unseen,
        allowances=allowances(rules, trip.judgement.findings),
        readiness=_readiness(trip, unseen, refusing.readiness, reading),
        steps=steps(Work(trip.hops, refusing.obstacles, rules, ruby, owner_at(reading.versions.lockfile))),
        rules={finding.rule: rules[finding.rule] for finding in trip.judgement.findings},
        skipped=reading.skipped,
        unknown=(*_guesses(request, reading, target), *refusing.unknown, *trip.judgement.unknown, *_failures(trip)),
    )


def _by_hand(target: Target, trip: Trip, law: Law) -> tuple[Change, ...]:
    """Of Ruby there is no list of changes."""
    if target.of != "rails":
        return ()
    running = {rule.id for rule in law.rules} - trip.undecided
    return by_hand(rails_changes(), trip.hops[0].start, trip.hops[-1].end, running)


def _guesses(request: UpgradeRequest, reading: Reading, target: Target) -> list[Unknown]:
    """What the report rests on without a lockfile."""
    if request.start or target.of != "rails" or not reading.versions.asked:
        return []
    return [Unknown("release of Rails", f"no lockfile: the oldest that the Gemfile allows ({reading.versions.asked})")]


def _conditionals(trip: Trip) -> list[Location]:
    return sorted({each.location for each in trip.judgement.findings if each.rule in BRANCHING})


def _failures(trip: Trip) -> list[Unknown]:
    return [Unknown(f"rule {failure.rule}", f"failed: {failure.reason}") for failure in trip.judgement.failures]


def _readiness(trip: Trip, unseen: tuple[Change, ...], gems: Readiness, reading: Reading) -> tuple[Readiness, ...]:
    """The parts that have something to check."""
    code = of_code(Seen(trip.placed, trip.hops, unseen, trip.undecided))
    ruby = of_ruby(reading.versions.ruby or "", trip.hops[-1].minimum_ruby)
    return tuple(part for part in (*code, gems, ruby) if part.total)
