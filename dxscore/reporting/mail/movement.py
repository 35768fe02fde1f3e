"""WeeklyReport, owner -> what changed since last week and since four weeks ago, and which rules moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dxscore.domain.finding import Finding
from dxscore.domain.source import Location
from dxscore.domain.trend import Movement
from dxscore.domain.weekly import Comparison, LevelMove, RuleMove, WeeklyReport
from dxscore.reporting.charts.sparkline import sparkline
from dxscore.reporting.figures import amount
from dxscore.reporting.mail.editions import Change, Mover, Place
from dxscore.reporting.safe_text import link_to, visible
from dxscore.reporting.view import View

_MOVERS, _PLACES = 3, 3
_WEEKS_DRAWN = 13


def change_of(comparison: Comparison | None, owner: str = "") -> Change | None:
    """Of one owner, '' for all; None when the past is not known. An owner without findings on both days stayed at 0."""
    if comparison is None:
        return None
    moved = comparison.owners.get(owner) if owner else comparison.total
    return _change(moved, comparison) if moved else Change(comparison.committed, 0, 0.0, 0, 0)


def place_of(location: Location, view: View) -> Place:
    """A line of code, and its address at the code host."""
    url = link_to(view.links, location.path, location.line)
    return Place(visible(f"{location.path}:{location.line}"), url)


def movers(report: WeeklyReport, view: View, owner: str = "") -> tuple[tuple[Mover, ...], tuple[Mover, ...]]:
    """The rules that moved most since last week for the better, and those for the worse; '' means of all owners."""
    if report.last_week is None:
        return (), ()
    moves = [move for move in report.last_week.rules if owner in ("", move.owner)]
    better = sorted((each for each in moves if _drift(each) < 0), key=lambda each: (each.points, -each.fixed))
    worse = sorted((each for each in moves if _drift(each) > 0), key=lambda each: (-each.points, -each.new))
    most, least = ([_mover(report, move, view) for move in those[:_MOVERS]] for those in (better, worse))
    return tuple(most), tuple(least)


def levels_moved(report: WeeklyReport, owner: str) -> Mapping[str, LevelMove]:
    """Dimension -> the level it had last week, where that was another."""
    moves = report.last_week.levels if report.last_week else ()
    return {move.dimension: move for move in moves if move.owner == owner}


def spark_of(report: WeeklyReport, owner: str, findings: int) -> str:
    """Open findings of the past quarter, a character a week, between the first number and the last.

    '' with fewer than three weeks of history. The blocks show the shape alone: the least is low however much it is. The
    numbers are left out when the last is not `findings`, because rules of today can't be judged in the past.
    """
    series = report.by_owner.get(owner)
    counts = [point.open for point in (series.points[-_WEEKS_DRAWN:] if series else ())]
    if len(counts) < 3:
        return ""
    line = sparkline(counts, _WEEKS_DRAWN)
    return f"{amount(counts[0])} {line} {amount(counts[-1])}" if counts[-1] == findings else line


def _change(moved: Movement, comparison: Comparison) -> Change:
    return Change(comparison.committed, moved.change, moved.points, moved.new, moved.fixed)


def _mover(report: WeeklyReport, move: RuleMove, view: View) -> Mover:
    rule = report.scan.rules.get(move.rule)
    title = rule.text.title if rule else move.rule
    places = islice(dict.fromkeys(place_of(each.location, view) for each in _arrivals(report, move)), _PLACES)
    return Mover(move.rule, title, move.owner, move.new, move.fixed, move.points, tuple(places))


def _arrivals(report: WeeklyReport, move: RuleMove) -> Iterator[Finding]:
    """Its new findings."""
    arrived = report.last_week.arrived if report.last_week and move.new else frozenset()
    for finding in report.scan.findings if arrived else ():
        if (finding.rule, finding.owner) == (move.rule, move.owner) and finding.fingerprint in arrived:
            yield finding


def _drift(move: RuleMove) -> float:
    """Below 0 for the better: by points, or by findings of rules that cost none."""
    return move.points or move.new - move.fixed
