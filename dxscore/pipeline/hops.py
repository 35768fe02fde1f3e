"""Rules, a way and the facts of one scan -> every hop with its obstacles: each hop is judged by its own versions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.subject import Subject
from dxscore.domain.upgrade import Allowances, Framework, Hop, Matter, Target
from dxscore.domain.versions import LockedVersions
from dxscore.evaluation.evaluate import Evaluation, evaluate, joined
from dxscore.gems.rails import RAILS_GEMS, all_series
from dxscore.ownership import attribute
from dxscore.pipeline.judging import Judgement, Law, waived
from dxscore.upgrade.obstacles import obstacles
from dxscore.upgrade.placing import Placed, placed
from dxscore.upgrade.support import supports

ALLOWANCES = "upgrade-allowances"
"""The dimension of rules about what the application lets pass."""


class Trip(Struct, frozen=True):
    """What came of judging every hop."""

    hops: tuple[Hop, ...]
    placed: tuple[Placed, ...]
    judgement: Judgement
    """Findings of all hops and of the allowances, with owners."""
    undecided: frozenset[str]
    """Ids of rules that failed, or that need a version nobody knows."""


def travel(
    target: Target, way: Sequence[tuple[str, str]], subject: Subject, law: Law, owner_at: Callable[[str], str]
) -> Trip:
    """Judge the rules in force on the hop that each of them is about, and the allowances as locked."""
    subject = replace(subject, entities=cache(subject.entities))
    on_way = placed(law.rules, target, way)
    of_hops = [_judged(on_way, at, target.of, end, subject) for at, (_, end) in enumerate(way)]
    allowed = evaluate([rule for rule in law.rules if rule.dimension == ALLOWANCES and not rule.upgrade], subject)
    judgement = waived(joined(*of_hops, allowed), law, subject)
    judgement = replace(judgement, findings=attribute(judgement.findings, owner_at))
    hops = tuple(_hop(at, target.of, each, on_way, judgement.findings) for at, each in enumerate(way))
    return Trip(hops, on_way, judgement, _undecided(judgement))


def _judged(on_way: Sequence[Placed], at: int, of: Framework, end: str, subject: Subject) -> Evaluation:
    """What is gone already is judged as locked: it is not the hop that breaks it."""
    here = [each for each in on_way if each.hop == at]
    later = replace(subject, versions=versions_at(subject.versions, of, newest(of, end)))
    return joined(
        evaluate([each.rule for each in here if each.matter is not Matter.GONE_ALREADY], later, subject.versions),
        evaluate([each.rule for each in here if each.matter is Matter.GONE_ALREADY], subject),
    )


def newest(of: Framework, series: str) -> str:
    """The newest release of a series that is known, '8.0.0' when none is."""
    known = all_series().get(series) if of == "rails" else None
    return known.versions[-1] if known else f"{series}.0"


def versions_at(locked: LockedVersions, of: Framework, version: str) -> LockedVersions:
    """The same bundle with Rails, and all gems released with it, or with Ruby, at this version."""
    if of == "ruby":
        return replace(locked, ruby=version)
    gems = {name: version if name in RAILS_GEMS else held for name, held in locked.gems.items()}
    return replace(locked, rails=version, gems=gems)


def _hop(at: int, of: Framework, ends: tuple[str, str], on_way: Sequence[Placed], findings: Sequence[Finding]) -> Hop:
    here = {each.rule.id: each for each in on_way if each.hop == at}
    known = supports(of).get(ends[1])
    return Hop(
        start=ends[0],
        end=ends[1],
        version=newest(of, ends[1]),
        minimum_ruby=known.minimum_ruby if known else "",
        obstacles=obstacles(here.values(), (finding for finding in findings if finding.rule in here)),
    )


def _undecided(judgement: Judgement) -> frozenset[str]:
    return frozenset([failure.rule for failure in judgement.failures] + [each.subject for each in judgement.unknown])


def allowances(rules: Mapping[str, Rule], findings: Sequence[Finding]) -> tuple[Allowances, ...]:
    """Open findings of that dimension, the owner with most of them first."""
    by_owner: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        if rules[finding.rule].dimension == ALLOWANCES and finding.status.counts:
            by_owner[finding.owner][finding.rule] += 1
    ranked = sorted(by_owner.items(), key=lambda each: (-each[1].total(), each[0]))
    return tuple(Allowances(owner, dict(counts.most_common())) for owner, counts in ranked)
