"""States of all gems, weights and a target -> units with value, effort and rank, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from dxscore.domain.gem_weights import GemWeights, Lists
from dxscore.domain.gems import (
    AdvisoryBook,
    Effort,
    GemState,
    LockedGem,
    Part,
    Priority,
    RankedUnit,
    Unit,
    WorkList,
)
from dxscore.gems.blockers import accepted_by
from dxscore.gems.effort import Estimator
from dxscore.gems.parts import Judge
from dxscore.gems.rails import RAILS_GEMS, Series, rails_releases
from dxscore.gems.security import risk, that_matter
from dxscore.gems.settling import Settler
from dxscore.gems.states import Known
from dxscore.gems.trains import units


def rank(known: Known, weights: GemWeights) -> tuple[RankedUnit, ...]:
    """Units by rank; equal ones by their oldest advisory, then by libyears, then by name."""
    states, series, as_of = known.states, known.series, known.setting.as_of
    risks = _framework_risks(states, known.open_book, series, weights)
    judge = Judge(weights, as_of, known.bundle.platforms, len(known.graph.direct), series, risks)
    blocking = tuple(sorted(name for name, state in states.items() if state.block.state != "no"))
    estimator = Estimator(Settler(known.around, known.open_book, series), weights.efforts, blocking)
    ranked = [
        _ranked(unit, tuple(states[name] for name in unit.gems), judge, estimator)
        for unit in units(known.bundle.locked, known.graph.direct)
    ]
    return tuple(sorted(ranked, key=lambda each: _urgency(each, as_of)))


def _ranked(unit: Unit, states: tuple[GemState, ...], judge: Judge, estimator: Estimator) -> RankedUnit:
    parts, effort = judge.parts(states), estimator.effort(states)
    return RankedUnit(unit, states, _priority(parts, effort, judge.weights), effort)


def _priority(parts: tuple[Part, ...], effort: Effort, weights: GemWeights) -> Priority:
    value = sum(part.points for part in parts)
    caps = sum(part.cap for part in parts)
    return Priority(
        value=value,
        rank=value * (1 - weights.effort_counts * effort.size),
        list=_list(value, effort.size, weights.lists),
        confidence=sum(part.cap for part in parts if part.known) / caps,
        parts=parts,
    )


def _list(value: float, effort: float, limits: Lists) -> WorkList:
    if value >= limits.now_value and effort <= limits.now_effort:
        return WorkList.NOW
    return WorkList.PLAN if value >= limits.plan_value else WorkList.WATCH


def _urgency(ranked: RankedUnit, as_of: date) -> tuple[object, ...]:
    found = chain.from_iterable(state.advisories or () for state in ranked.gems)
    oldest = min((each.published for each in found if each.published), default=as_of)
    libyears = max((state.lag.libyears or 0 for state in ranked.gems), default=0)
    return -ranked.priority.rank, oldest, -libyears, ranked.unit.name


def _framework_risks(
    states: Mapping[str, GemState], book: AdvisoryBook, series: Series | None, weights: GemWeights
) -> Mapping[str, float]:
    """A blocker inherits what it blocks: what stays open in the newest Rails below the target that it accepts."""
    rails = [state for name, state in states.items() if name in RAILS_GEMS and state.advisories]
    blockers = [state.locked for state in states.values() if state.block.state != "no" and state.locked]
    if series is None or not rails:
        return {}
    reachable = {gem.name: _newest_below(series, gem) for gem in blockers}
    risks = {number: _risk_left(rails, number, book, weights) for number in set(reachable.values())}
    return {name: risks[number] for name, number in reachable.items()}


def _newest_below(series: Series, gem: LockedGem) -> str:
    """'' when the gem accepts no release below the target."""
    releases = rails_releases()
    below = [release.version for release in releases[: releases.index(series.releases[0])]]
    return next(iter(accepted_by(gem.needs, below)[-1:]), "")


def _risk_left(rails: Sequence[GemState], number: str, book: AdvisoryBook, weights: GemWeights) -> float:
    """Of the advisories open now, those that this release has too."""
    now = {each.id for state in rails for each in state.advisories or ()}
    left = chain.from_iterable(book.hits(state.name, number) or () for state in rails) if number else ()
    return risk((each for each in that_matter(left, ()) if each.id in now), weights.risks)
