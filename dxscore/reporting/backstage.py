"""WeeklyReport -> files for Backstage: facts.json for Tech Insights and annotations.yml for catalog-info.

docs/backstage.md says how they are used. What is not known is no fact: it is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.campaign import CampaignState, CampaignStatus
from dxscore.domain.finding import UNOWNED
from dxscore.domain.score import Scorecard
from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.json_text import harmless
from dxscore.reporting.mail.movement import change_of
from dxscore.reporting.mail.standing import UNKNOWN, cards_of, density_of, headline_level, rank_of
from dxscore.reporting.safe_text import visible
from dxscore.reporting.site.names import key

Fact: TypeAlias = str | int | float
_Described: TypeAlias = tuple[str, str, Fact]
"""Name, description, value; the type follows from the value."""

_OPEN = (CampaignStatus.ACTIVE, CampaignStatus.AT_RISK, CampaignStatus.LATE)
_TYPES = {str: "string", int: "integer", float: "float"}
_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 63


class _Entity(Struct, frozen=True):
    """Something in the catalog, and what dxscore calls it."""

    kind: str
    namespace: str
    name: str
    owner: str
    """'' for the whole project."""

    @property
    def ref(self) -> str:
        """'group:default/payments'."""
        return f"{self.kind}:{self.namespace}/{self.name}"


def render_backstage(report: WeeklyReport, component: str, report_url: str = "") -> Iterator[tuple[str, str]]:
    """File name and content; `component` is 'namespace/name' of the project in the catalog, '' to name it ourselves."""
    entities = [_project(report, component), *_groups(report)]
    yield "facts.json", _facts(report, entities)
    yield "annotations.yml", "---\n".join(_annotations(each, report_url) for each in entities)


def entity_name(text: str) -> str:
    """The name as the catalog allows it: letters, digits and `-_.`, at most 63; '@org/payments' -> 'payments'."""
    last = visible(text).rpartition("/")[2]
    return _OTHER.sub("-", last)[:_LONGEST].strip("-_.") or "unnamed"


def _project(report: WeeklyReport, component: str) -> _Entity:
    namespace, _, name = (component or report.scan.provenance.project).rpartition("/")
    return _Entity("component", entity_name(namespace) if component else "default", entity_name(name), "")


def _groups(report: WeeklyReport) -> Iterator[_Entity]:
    """A group for each team; what nobody owns is a fact of the project."""
    for owner in dict.fromkeys(card.owner for card in report.scan.scorecards if card.owner != UNOWNED):
        yield _Entity("group", "default", entity_name(owner), owner)


def _facts(report: WeeklyReport, entities: Sequence[_Entity]) -> str:
    made = report.scan.provenance
    described = {entity.ref: [*_described(report, entity)] for entity in entities}
    schema = {
        name: {"type": _TYPES[type(value)], "description": description}
        for facts in described.values()
        for name, description, value in facts
    }
    rows = [
        {
            "entity": {"namespace": entity.namespace, "kind": entity.kind, "name": entity.name},
            "owner": visible(entity.owner),
            "facts": {name: value for name, _, value in described[entity.ref]},
        }
        for entity in entities
    ]
    head = {"format": "dxscore-backstage/v1", "timestamp": made.as_of.isoformat(), "commit": made.commit}
    return (
        harmless(json.dumps({**head, "ruleset": made.ruleset, "schema": schema, "facts": rows}, indent=2).encode())
        + "\n"
    )


def _described(report: WeeklyReport, entity: _Entity) -> Iterator[_Described]:
    cards = cards_of(report, entity.owner) if entity.owner else list(report.scan.scorecards)
    if entity.owner:
        yield from _levels(cards)
    yield "findings", "Open findings", sum(card.findings for card in cards)
    yield "points", "Debt points", float(sum(card.points for card in cards))
    density = density_of(cards) if entity.owner else None
    if density is not None:
        yield "density", "Debt points per 1,000 lines of code", round(density, 1)
    if not entity.owner:
        unowned = sum(card.findings for card in cards if card.owner == UNOWNED)
        yield "unownedFindings", "Open findings in code that nobody owns", unowned
    yield from _movement(report, entity)
    yield from _campaigns(report, entity)


def _levels(cards: Sequence[Scorecard]) -> Iterator[_Described]:
    """Beside each level its rank, because checks compare numbers; nothing of a dimension without evidence."""
    known = [card for card in cards if card.level != UNKNOWN]
    if known:
        yield "level", "The lowest level among the dimensions", headline_level(known)
        yield "levelRank", "The same as a number: 0 for none, 1 for the lowest", min(map(rank_of, known))
    for card in known:
        name = _camel(card.dimension)
        yield f"{name}Level", f"Level in {card.dimension}", card.level
        yield (
            f"{name}LevelRank",
            f"The same in {card.dimension} as a number: 0 for none, 1 for the lowest",
            rank_of(card),
        )
        yield f"{name}Findings", f"Open findings in {card.dimension}", card.findings


def _movement(report: WeeklyReport, entity: _Entity) -> Iterator[_Described]:
    for name, since, comparison in (
        ("Week", "last week", report.last_week),
        ("FourWeeks", "four weeks ago", report.four_weeks),
    ):
        change = change_of(comparison, entity.owner)
        if change is None:
            continue
        yield f"pointsChange{name}", f"Debt points more, or fewer, than {since}", float(change.points)
        if change.new is not None and change.fixed is not None:
            yield f"new{name}", f"Findings that are new since {since}", change.new
            yield f"fixed{name}", f"Findings that are gone since {since}", change.fixed


def _campaigns(report: WeeklyReport, entity: _Entity) -> Iterator[_Described]:
    """Of those that are open; what a team has left in them, or everybody."""
    if report.campaigns is None:
        return
    opened = [state for state in report.campaigns.states if state.status in _OPEN and state.progress]
    left = [_left(state, entity.owner) for state in opened]
    mine = [state for state, number in zip(opened, left, strict=True) if number or not entity.owner]
    yield "campaignsOpen", "Open campaigns with work left", len(mine)
    yield "campaignsLate", "Those of them that are late", sum(state.status is CampaignStatus.LATE for state in mine)
    yield "campaignPlaces", "Places left to do in open campaigns", sum(left)


def _left(state: CampaignState, owner: str) -> int:
    """For a team, or for everybody."""
    if not owner:
        return state.progress.remaining if state.progress else 0
    return sum(team.remaining for team in state.teams if team.owner == owner)


def _annotations(entity: _Entity, report_url: str) -> str:
    """An excerpt of the entity: what to add to the one that the catalog has."""
    page = f"{key('team', entity.owner) if entity.owner else 'index'}.html"
    lines = ["apiVersion: backstage.io/v1alpha1", f"kind: {entity.kind.capitalize()}", "metadata:"]
    lines += [f"  name: {_quoted(entity.name)}", f"  namespace: {_quoted(entity.namespace)}", "  annotations:"]
    lines += [f"    dxscore/owner: {_quoted(entity.owner or '*')}"]
    if report_url:
        address = f"{report_url.rstrip('/')}/{page}"
        lines += ["  links:", f"    - url: {_quoted(address)}", "      title: dxscore", "      icon: dashboard"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A double-quoted scalar of YAML, which takes what JSON writes."""
    return json.dumps(visible(text))


def _camel(dimension: str) -> str:
    """'tech-debt' -> 'techDebt'."""
    first, *others = re.split(r"[^A-Za-z0-9]+", dimension)
    return first + "".join(each.capitalize() for each in others)
