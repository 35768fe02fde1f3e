"""The steps of a gate in their order: a request in, a report out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.gate import Change, Compared, GateReport, MeasureChange, Note, Ruling, Side
from dxscore.domain.source import FileKind, Skip
from dxscore.errors import NothingToScanError
from dxscore.evaluation.dating import of_age
from dxscore.gate.causes import explained
from dxscore.gate.limits import limits
from dxscore.gate.matching import compare
from dxscore.gate.measures import moved
from dxscore.gate.notes import idle_names, policy_notes
from dxscore.gate.policy import judged, notified
from dxscore.inputs.discovery import cache_is_checked_out
from dxscore.inputs.owners import load_owners
from dxscore.inputs.settings import read_config
from dxscore.ownership import attribute
from dxscore.pipeline import sides
from dxscore.pipeline.access_statements import asks_for_access
from dxscore.pipeline.altered import Alterations
from dxscore.pipeline.campaign_measures import campaign_measures, open_campaigns
from dxscore.pipeline.ends import Ends, GateRequest, find_ends
from dxscore.pipeline.extensions import MEASURES, NOTES, STATEMENTS
from dxscore.pipeline.judging import Judgement, Law
from dxscore.pipeline.laws import EditedPolicy, edited_policy, law_in
from dxscore.pipeline.reading import COUNTED, Progress
from dxscore.scoring.points import Tariff


class _Case(Struct, frozen=True):
    """A change and the law it is judged by, which is the base's."""

    ends: Ends
    config: Config
    law: Law
    store: Path | None
    progress: Progress


class _Trial(Struct, frozen=True):
    """What one law says of the change."""

    change: Alterations
    base: Judgement
    head: Judgement
    """Both with owners."""
    compared: tuple[Compared, ...]


def gate(request: GateRequest, progress: Progress) -> GateReport:
    """Judge a change by the policy that its base had. Raises DxscoreError when there is no judging it."""
    ends = find_ends(request)
    request = replace(request, use_cache=request.use_cache and not cache_is_checked_out(ends.repository))
    config = request.config or read_config(ends.base.tree)
    config = replace(config, scan=replace(config.scan, jobs=request.jobs or config.scan.jobs))
    law = law_in(ends.base.tree, config, request.as_of, request.stored("rules.msgpack"))
    policy = edited_policy(ends.base.tree, ends.head.tree, config, law)
    case = _Case(ends, config, law, request.stored("facts.db"), progress)
    trial = _tried(case)
    return _reported(case, trial, policy, _by_edited_rules(case, policy, trial))


def _tried(case: _Case) -> _Trial:
    read = sides.read_sides(case.ends, case.config.scan, case.law.rules, case.store, case.progress)
    base, head = (sides.knowing_gems(side, case.ends.base.tree, case.config, case.law.as_of) for side in read)
    head = sides.sharing_gems(base, head)
    base, head = sides.knowing_migrations(base, head, case.config, case.law.as_of, case.store)
    if asks_for_access(case.law.rules):
        base, head = sides.knowing_access(base, head, case.ends.base.tree, case.config)
    if not any(file.kind in (*COUNTED, FileKind.RUBY_TEST) for file in (*base.files.values(), *head.files.values())):
        raise NothingToScanError("neither end of the change has any Ruby", "give the root of a Rails application")
    change = Alterations(case.ends.repository, base, head)
    owner_of = _owners(case, change)
    before, after = (
        replace(judgement, findings=attribute(judgement.findings, owner_of))
        for judgement in sides.judge_sides(base, head, case.law)
    )
    rules = {rule.id: rule for rule in case.law.rules}
    compared = compare(before.findings, after.findings, change.edits, rules)
    compared = explained(compared, rules, change.circumstances(rules))
    return _Trial(change, before, after, tuple(map(_with_age, compared)))


def _with_age(compared: Compared) -> Compared:
    """Of the age of a line the gate knows only whether this change wrote it."""
    return replace(compared, finding=of_age(compared.finding, "new" if compared.change is Change.NEW else "not new"))


def _owners(case: _Case, change: Alterations) -> Callable[[str], str]:
    """Of both sides as the head has them, so that handing code over makes nothing new."""
    paths = sorted({*change.base.files, *change.head.files})
    owners = load_owners(change.head.end.tree, paths, case.config.owners)

    def owner_of(path: str) -> str:
        facts = change.head.facts.get(path) or change.base.facts.get(path)
        return owners.owner(path, facts.first_comment if facts else "")

    return cache(owner_of)


def _by_edited_rules(case: _Case, policy: EditedPolicy, trial: _Trial) -> tuple[Compared, ...]:
    """What only the head's versions of edited rules find: on both sides, so that they blame no old code."""
    if policy.law is None:
        return ()
    known = {(each.rule, each.location) for each in trial.head.findings}
    found = _tried(replace(case, law=policy.law)).compared
    return tuple(
        each
        for each in found
        if each.change in (Change.NEW, Change.WORSE) and (each.finding.rule, each.finding.location) not in known
    )


def _reported(case: _Case, trial: _Trial, edited: EditedPolicy, more: tuple[Compared, ...]) -> GateReport:
    change, policy = trial.change, case.config.gate
    rules = {rule.id: rule for rule in (*(edited.law.rules if edited.law else ()), *case.law.rules)}
    entries = judged((*trial.compared, *more), rules, policy, case.law.as_of)
    return GateReport(
        version=__version__,
        ruleset=case.law.ruleset,
        as_of=case.law.as_of,
        project=case.ends.repository.root.name,
        base=Side(case.ends.base.name, case.ends.base.commit, _count(trial.base.findings)),
        head=Side(case.ends.head.name, case.ends.head.commit, _count(trial.head.findings)),
        entries=entries,
        fixed=tuple(each for each in trial.compared if each.change is Change.FIXED),
        unchanged=tuple(each for each in trial.compared if each.change is Change.UNCHANGED),
        rules=rules,
        statements=tuple(each for make in STATEMENTS for each in make(change, policy)),
        measures=_measures(case, trial),
        limits=limits(trial.base.findings, trial.head.findings, policy),
        notes=(
            *policy_notes(edited.places, edited.problems, Ruling(policy.policy)),
            *idle_names(policy, [rule.id for rule in case.law.known]),
            *_notes(case, change),
        ),
        notify=notified(entries, policy),
        skipped=tuple(_skipped(change)),
        unknown=tuple(dict.fromkeys((*trial.base.unknown, *trial.head.unknown))),
        failures=tuple(dict.fromkeys((*trial.base.failures, *trial.head.failures))),
        changed_files=change.count,
        points=_points(trial, Tariff(rules, case.law.as_of)),
    )


def _count(findings: Iterable[Finding]) -> int:
    return sum(finding.status.counts for finding in findings)


def _measures(case: _Case, trial: _Trial) -> tuple[MeasureChange, ...]:
    change, known = trial.change, case.law.known
    campaigns = open_campaigns(case.ends.base.tree, case.config, known)
    before, after = (
        [
            *campaign_measures(campaigns, known, judgement.findings),
            *(each for make in MEASURES for each in make(side, case.config)),
        ]
        for side, judgement in ((change.base, trial.base), (change.head, trial.head))
    )
    return moved(before, after, case.config.gate)


def _notes(case: _Case, change: Alterations) -> Iterator[Note]:
    for make in NOTES:
        yield from make(change, case.config.gate)


def _skipped(change: Alterations) -> Iterator[Skip]:
    """What could not be read of the head, and was not like that before."""
    known = set(change.base.skipped)
    return (skip for skip in change.head.skipped if skip not in known or skip.path in change.changed)


def _points(trial: _Trial, tariff: Tariff) -> Mapping[str, float]:
    points: dict[str, float] = defaultdict(float)
    for findings, sign in ((trial.head.findings, 1), (trial.base.findings, -1)):
        for finding in findings:
            if finding.status.counts:
                points[tariff.rules[finding.rule].dimension] += sign * tariff.points(finding)
    return {dimension: round(change, 2) for dimension, change in sorted(points.items()) if round(change, 2)}
