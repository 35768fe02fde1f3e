"""A snapshot of the past and today's -> a Comparison: what moved, by owner and by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.trend import Lens, Movement, Series, Snapshot
from dxscore.domain.weekly import Comparison, RuleMove
from dxscore.trends.changes import Changes, Key, changes
from dxscore.trends.series import Sight, count_through


class Pair(Struct, frozen=True):
    """Two snapshots by the same rules, with the counts of those rules alone that both could judge alike."""

    before: Snapshot
    after: Snapshot
    left_out: frozenset[str]
    """Rules with findings that could not be judged on one side, or did not apply to the versions locked there."""


def alike(before: Snapshot, after: Snapshot) -> Pair:
    """Both without what can't be compared."""
    unlike = {*before.unknown, *after.unknown, *(set(before.idle) ^ set(after.idle))}
    found = {count.rule for snapshot in (before, after) for count in snapshot.counts}
    return Pair(_without(before, unlike), _without(after, unlike), frozenset(unlike & found))


def continued(past: Sequence[Snapshot], today: Snapshot) -> Sequence[Snapshot]:
    """The past, oldest first, and today, which counts no rule that the past could never judge: a line without a jump.

    A snapshot of today's commit gives way to today.
    """
    before = [snapshot for snapshot in past if snapshot.commit != today.commit]
    never = frozenset(before[0].unknown).intersection(*(each.unknown for each in before)) if before else frozenset()
    return [*before, replace(_without(today, never), unknown=tuple(sorted({*today.unknown, *never})))]


def compared(pair: Pair, day: date) -> Comparison:
    """What moved; `day` is the one that was asked for. Without levels, which are a matter of scorecards."""
    counted = count_through((pair.before, pair.after), Sight(Lens(), "owner"))
    moved = changes(pair.before, pair.after)
    return Comparison(
        day=day,
        commit=pair.before.commit,
        committed=pair.before.committed,
        total=_movement(counted.total),
        owners={series.name: _movement(series) for series in counted.parts},
        rules=tuple(
            sorted(_moves(pair, moved), key=lambda move: (-abs(move.points), -move.new, move.owner, move.rule))
        ),
        arrived=moved.arrived,
        left_out=tuple(sorted(pair.left_out)),
    )


def _without(snapshot: Snapshot, rules: Collection[str]) -> Snapshot:
    counts = tuple(count for count in snapshot.counts if count.rule not in rules)
    return replace(snapshot, counts=counts, unknown=(), idle=())


def _movement(series: Series) -> Movement:
    first, last = series.points
    return Movement(series.kind, series.name, first, last, last.new, last.fixed)


def _moves(pair: Pair, moved: Changes) -> Iterator[RuleMove]:
    points: dict[Key, float] = defaultdict(float)
    for snapshot, sign in ((pair.after, 1), (pair.before, -1)):
        for count in snapshot.counts:
            points[count.rule, count.dimension, count.owner] += sign * count.points
    for key in points.keys() | moved.new.keys() | moved.fixed.keys():
        new, fixed, change = moved.new.get(key, 0), moved.fixed.get(key, 0), points[key]
        if new or fixed or change:
            rule, _dimension, owner = key
            yield RuleMove(owner, rule, new, fixed, change)
