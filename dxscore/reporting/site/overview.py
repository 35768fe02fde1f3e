"""Material -> the first page: how the project stands, teams by rank, what moved, what comes, what to do first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from dxscore.domain.score import Scorecard
from dxscore.domain.trend import Movement
from dxscore.domain.weekly import RuleMove
from dxscore.reporting.campaigns import sentences
from dxscore.reporting.charts.drawn import Drawn, drawn
from dxscore.reporting.charts.gantt_words import expectation
from dxscore.reporting.charts.plot import trend_plot
from dxscore.reporting.charts.plot_svg import WIDE, plot_svg
from dxscore.reporting.charts.spark_svg import spark_svg
from dxscore.reporting.coming import coming_of
from dxscore.reporting.overview import advice, standing, verdict
from dxscore.reporting.site.material import Material, density_of
from dxscore.reporting.site.page import Page

_MOVES = 5
"""Of each sort that are listed."""


class TeamRow(Struct, frozen=True):
    """One team in the ranking."""

    owner: str
    cards: Mapping[str, Scorecard]
    """By dimension."""
    points: float
    density: float | None
    findings: int
    code_lines: int
    last_week: Movement | None
    four_weeks: Movement | None
    spark: Markup
    """'' without history."""


class DimensionRow(Struct, frozen=True):
    """One dimension, all teams together."""

    name: str
    findings: int
    points: float
    levels: Sequence[tuple[str, int]]
    """Level, and how many teams have it."""


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    report = material.report
    values = {
        "verdict": verdict(material.scan),
        "teams": [_team(material, owner) for owner in material.cards],
        "dimension_columns": [(name, "text") for name in _judged(material)],
        "dimensions": [_dimension(material, name) for name in material.dimensions],
        "trend": trend(material),
        "better": [move for move in _moves(material) if move.points < 0][:_MOVES],
        "worse": [move for move in _moves(material) if move.points > 0][:_MOVES],
        "levels": report.four_weeks.levels if report.four_weeks else (),
        "advice": advice(material.scan, material.view.top),
        "coming": coming_of(report),
        "states": {state.campaign.id: state for state in report.campaigns.states} if report.campaigns else {},
        "say": sentences,
        "expectation": expectation,
    }
    yield Page("index", "Overview", "overview.html.j2", values)


def trend(material: Material, owner: str = "") -> Drawn | None:
    """Open findings over the past year, of one team or of all; None for fewer than two snapshots."""
    series = material.report.by_owner.get(owner) if owner else material.report.total
    if series is None or len(series.points) < 2:
        return None
    plot = trend_plot(series, f"Open findings of {owner}" if owner else "Open findings")
    name = f"year-of-{list(material.cards).index(owner)}" if owner else "year"
    return drawn(partial(plot_svg, plot), name, WIDE)


def _team(material: Material, owner: str) -> TeamRow:
    report, cards = material.report, material.cards[owner]
    series = report.by_owner.get(owner)
    return TeamRow(
        owner=owner,
        cards={card.dimension: card for card in cards},
        points=sum(card.points for card in cards),
        density=density_of(cards),
        findings=sum(finding.status.counts for finding in material.findings_of.get(owner, ())),
        code_lines=cards[0].code_lines if cards else 0,
        last_week=report.last_week.owners.get(owner) if report.last_week else None,
        four_weeks=report.four_weeks.owners.get(owner) if report.four_weeks else None,
        spark=spark_svg([point.open for point in series.points]) if series else Markup(""),
    )


def _judged(material: Material) -> Sequence[str]:
    """Dimensions with scorecards."""
    return sorted({card.dimension for card in material.scan.scorecards})


def _dimension(material: Material, name: str) -> DimensionRow:
    rows = [row for row in material.all_rows if row.rule.dimension == name]
    cards = [card for cards in material.cards.values() for card in cards if card.dimension == name]
    return DimensionRow(
        name=name,
        findings=sum(row.open for row in rows),
        points=sum(row.points for row in rows),
        levels=standing(cards),
    )


def _moves(material: Material) -> Sequence[RuleMove]:
    return material.report.four_weeks.rules if material.report.four_weeks else ()
