"""WeeklyReport, owner -> where a team stands: a level in each dimension, and the lowest of them as the headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dxscore.domain.score import Scorecard
from dxscore.domain.weekly import LevelMove, WeeklyReport
from dxscore.reporting.mail.editions import Standing
from dxscore.reporting.mail.movement import levels_moved

UNKNOWN, NONE = "unknown", "none"


def standings(report: WeeklyReport, owner: str) -> tuple[Standing, ...]:
    """One for each scorecard of the owner, the lowest level first."""
    moved = levels_moved(report, owner)
    found = (_standing(card, moved.get(card.dimension)) for card in cards_of(report, owner))
    return tuple(sorted(found, key=lambda each: each.rank))


def headline_level(cards: Sequence[Scorecard]) -> str:
    """The lowest level among scorecards with evidence; 'unknown' without any."""
    known = [card for card in cards if card.level != UNKNOWN]
    return min(known, key=rank_of).level if known else UNKNOWN


def level_words(level: str) -> str:
    """'silver', 'no level yet', 'level unknown'."""
    return {NONE: "no level yet", UNKNOWN: "level unknown"}.get(level, level)


def moved_words(move: LevelMove | None) -> str:
    """'up from bronze', 'down from silver', ''."""
    if move is None:
        return ""
    return f"{'up' if move.rose else 'down'} from {'no level' if move.before == NONE else move.before}"


def cards_of(report: WeeklyReport, owner: str) -> Sequence[Scorecard]:
    """The owner's scorecards."""
    return [card for card in report.scan.scorecards if card.owner == owner]


def density_of(cards: Iterable[Scorecard]) -> float | None:
    """Points of all dimensions per 1,000 lines; None without code."""
    own = [*cards]
    lines = max((card.code_lines for card in own), default=0)
    return sum(card.points for card in own) * 1000 / lines if lines else None


def _standing(card: Scorecard, move: LevelMove | None) -> Standing:
    title = card.dimension.replace("-", " ").capitalize()
    rank, levels = rank_of(card), len({check.level for check in card.checks})
    return Standing(
        title, card.level, moved_words(move), card.findings, card.next_step, rank, 0 < rank == levels and not move
    )


def rank_of(card: Scorecard) -> int:
    """Place of the level among those of its dimension: 1 for the lowest, 0 for none."""
    order = [*dict.fromkeys(check.level for check in card.checks)]
    return order.index(card.level) + 1 if card.level in order else 0
