"""A project's history and today's snapshot -> what moved in one week and in four, and the past year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct, field

from dxscore.copying import replace
from dxscore.domain.score import Scorecard
from dxscore.domain.source import Unknown
from dxscore.domain.trend import Lens, Series, Snapshot
from dxscore.domain.weekly import Comparison, LevelMove
from dxscore.errors import DxscoreError
from dxscore.pipeline.backfill import current_ruleset
from dxscore.pipeline.histories import of_main_line
from dxscore.pipeline.present import Present
from dxscore.pipeline.scanning import Look
from dxscore.scoring.points import Tariff
from dxscore.scoring.scorecards import Tally, tallied_scorecards
from dxscore.store import Kept, SnapshotStore
from dxscore.trends.comparing import Pair, alike, compared, continued
from dxscore.trends.series import Sight, count_through

_WEEK = timedelta(weeks=1)
_YEAR = timedelta(weeks=53)
_SLACK = timedelta(days=7)
"""How much older than the day asked for a snapshot may be: histories keep one a week."""


class Past(Struct, frozen=True):
    """What the history tells."""

    last_week: Comparison | None = None
    four_weeks: Comparison | None = None
    total: Series | None = None
    by_owner: Mapping[str, Series] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()


def past_of(seen: Look, today: Present, store: SnapshotStore | None) -> Past:
    """Compare today with what is kept of the main line; what is not known is named."""
    if store is None:
        return Past(unknown=(Unknown("movement", "there is no history: dxscore history backfill --weekly 52"),))
    as_of = seen.request.as_of
    try:
        snapshots = list(store.get(_kept(seen, store)))
    except DxscoreError as error:
        return Past(unknown=(Unknown("movement", str(error)),))
    counted = count_through(continued(snapshots, today.snapshot), Sight(Lens(), "owner")) if snapshots else None
    week, month = (_compared(seen, today, snapshots, as_of - weeks * _WEEK) for weeks in (1, 4))
    return Past(
        last_week=week,
        four_weeks=month,
        total=counted.total if counted else None,
        by_owner={series.name: series for series in counted.parts} if counted else {},
        unknown=tuple(_unknown(week, month, snapshots)),
    )


def _kept(seen: Look, store: SnapshotStore) -> Sequence[Kept]:
    """Of the main line, in the past year."""
    request, as_of = seen.request, seen.request.as_of
    kept = store.kept(current_ruleset(request), since=as_of - _YEAR, until=as_of)
    return of_main_line(request.root, kept)


def _compared(seen: Look, today: Present, snapshots: Sequence[Snapshot], day: date) -> Comparison | None:
    """With the last snapshot from before the end of that day, if it is not much older."""
    then = next((each for each in reversed(snapshots) if each.committed <= day), None)
    if then is None or then.committed < day - _SLACK:
        return None
    pair = alike(then, today.snapshot)
    return replace(compared(pair, day), levels=tuple(_level_moves(seen, pair)))


def _level_moves(seen: Look, pair: Pair) -> Iterator[LevelMove]:
    ranks = {spec.dimension: ("unknown", "none", *spec.levels) for spec in seen.rulebook.scorecards}
    before = {(card.owner, card.dimension): card.level for card in _cards(seen, pair.before)}
    for card in sorted(_cards(seen, pair.after), key=lambda card: (card.owner, card.dimension)):
        level = before.get((card.owner, card.dimension), card.level)
        if level != card.level:
            rank = ranks[card.dimension].index
            yield LevelMove(card.owner, card.dimension, level, card.level, rank(card.level) > rank(level))


def _cards(seen: Look, snapshot: Snapshot) -> Sequence[Scorecard]:
    """By today's rules and thresholds, as of today."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for count in snapshot.counts:
        tallies[count.owner].open[count.rule] += count.open
        tallies[count.owner].hidden[count.rule] += count.hidden
    tariff = Tariff({rule.id: rule for rule in seen.rulebook.rules}, seen.request.as_of)
    return tallied_scorecards(tallies, seen.rulebook.scorecards, snapshot.code_lines, tariff)


def _unknown(week: Comparison | None, month: Comparison | None, snapshots: Sequence[Snapshot]) -> Iterator[Unknown]:
    if not snapshots:
        yield Unknown("movement", "there is no snapshot by today's rules: dxscore history backfill --weekly 52")
        return
    newest = f"the newest snapshot by today's rules is of {snapshots[-1].committed}"
    for name, found in (("last week", week), ("four weeks ago", month)):
        if found is None:
            yield Unknown(f"movement since {name}", f"{newest}: dxscore history backfill --weekly 52")
