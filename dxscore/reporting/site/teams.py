"""Material -> a page per team: its levels, what moved and why, what to do first, its campaigns, its findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dxscore.domain.campaign import CampaignState
from dxscore.domain.weekly import RuleMove
from dxscore.reporting.overview import advice
from dxscore.reporting.select import Filters, select
from dxscore.reporting.site.material import Material, density_of
from dxscore.reporting.site.names import key
from dxscore.reporting.site.overview import trend
from dxscore.reporting.site.page import Page
from dxscore.reporting.site.places import places

_FIRST = 5
_HOTSPOTS = 10
_MOVES = 10


def pages(material: Material) -> Iterator[Page]:
    """In their rank."""
    for owner in material.cards:
        yield _page(material, owner)


def _page(material: Material, owner: str) -> Page:
    name = key("team", owner)
    findings = material.findings_of.get(owner, ())
    cards = material.cards[owner]
    mine = select(material.scan, Filters(owners=(owner,)))
    values = {
        "owner": owner,
        "cards": cards,
        "points": sum(card.points for card in cards),
        "density": density_of(cards),
        "code_lines": cards[0].code_lines if cards else 0,
        "open": sum(finding.status.counts for finding in findings),
        "hidden": sum(not finding.status.counts for finding in findings),
        "comparisons": [(since, each, each.owners.get(owner)) for since, each in material.comparisons()],
        "levels": [
            each
            for each in (material.report.four_weeks.levels if material.report.four_weeks else ())
            if each.owner == owner
        ],
        "moves": _moves(material, owner),
        "trend": trend(material, owner),
        "advice": advice(mine, _FIRST),
        "hotspots": mine.hotspots[:_HOTSPOTS],
        "campaigns": _campaigns(material, owner),
        "rows": material.rule_rows(findings, owner),
        "places": places(material, f"{name}-places", f"Findings of {owner}", findings, by_rule=True),
        "waivers": sum(material.report.owners.get(each.path) == owner for each in material.report.waivers),
    }
    return Page(name, owner, "team.html.j2", values, "index")


def _moves(material: Material, owner: str) -> Sequence[RuleMove]:
    known = material.report.four_weeks
    return [move for move in known.rules if move.owner == owner][:_MOVES] if known else []


def _campaigns(material: Material, owner: str) -> Sequence[tuple[CampaignState, int]]:
    """Those in which the team has places left, with their number."""
    states = material.report.campaigns.states if material.report.campaigns else ()
    return [
        (state, part.remaining) for state in states for part in state.teams if part.owner == owner and part.remaining
    ]
