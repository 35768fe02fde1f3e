"""Ranked units -> the words that all formats use for them."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.gems import FigureSource, GemReport, Moving, RankedUnit, WorkList
from dxscore.reporting.figures import counted

LISTS = {
    WorkList.NOW: "worth much and cheap: do it this week",
    WorkList.PLAN: "worth much, but work: give it a place in the plan",
    WorkList.WATCH: "nothing that can't wait",
}
_LEAST_POINTS = 1
"""A part that gives less than this is no reason."""


def title(ranked: RankedUnit) -> str:
    """'rack 3.1.7'; of a train with the number of its gems."""
    locked = ranked.gems[0].locked
    name = f"{ranked.unit.name} {locked.version}" if locked else ranked.unit.name
    return f"{name} ({counted(len(ranked.gems), 'gem')})" if ranked.unit.is_train else name


def reasons(ranked: RankedUnit) -> list[str]:
    """Sentences of the parts that count, the weightiest first."""
    parts = sorted(ranked.priority.parts, key=lambda part: -part.points)
    return [part.sentence for part in parts if part.points >= _LEAST_POINTS]


def is_worth_a_line(ranked: RankedUnit) -> bool:
    """Whether anything but its use speaks for a move: who uses it says how much it matters, not that it is wrong."""
    return any(part.points >= _LEAST_POINTS for part in ranked.priority.parts if part.name != "exposure")


def owner(ranked: RankedUnit) -> str:
    """Who looks after it, 'unowned' when nobody says."""
    return next((state.entry.owner for state in ranked.gems if state.entry.owner), "unowned")


def listed(report: GemReport, work_list: WorkList) -> list[RankedUnit]:
    """The units of a list that have anything to say, by rank."""
    found = (each for each in report.units if each.priority.list is work_list)
    return [each for each in found if work_list is not WorkList.WATCH or is_worth_a_line(each)]


def facts(report: GemReport) -> str:
    """'407 gems, 168 of them asked for · towards rails 7.2 · as of 2026-08-22'."""
    bundle = report.bundle
    direct = len({gem.name for gem in bundle.direct} or {need.name for need in bundle.asked})
    target = f"towards {report.target}" if report.target else "no later Rails is known"
    return f"{counted(len(bundle.locked), 'gem')}, {direct} of them asked for · {target} · as of {report.as_of}"


def ways(report: GemReport) -> Iterator[str]:
    """How all gems together get to the target: one sentence, and one for each move."""
    way = report.way
    if way is None:
        return
    if way.state == "found":
        yield f"one set of known versions goes with {report.target}; it moves {counted(len(way.moves), 'gem')}"
        yield from map(_move, way.moves)
        if way.unknown:
            yield f"new, and taken to fit as no releases of them are known: {', '.join(way.unknown)}"
    elif way.state == "undecided":
        yield f"whether all gems together go with {report.target} was not found out in time"
    else:
        alone = f": {', '.join(way.alone)} can't be had with it even alone" if way.alone else ", though each alone does"
        yield f"no set of known versions goes with {report.target}{alone}"


def _move(move: Moving) -> str:
    edit = ", and the Gemfile must allow it" if move.edit else ""
    return f"{move.name} {move.before or 'not locked'} → {move.after}{edit}"


def sources(report: GemReport) -> Iterator[str]:
    """Where figures come from, and their age."""
    return (_source(each, report) for each in report.evidence)


def _source(source: FigureSource, report: GemReport) -> str:
    if source.taken is None:
        return f"{source.source}, of unknown age"
    days = (report.as_of - source.taken).days
    return f"{source.source}, {source.taken} ({counted(max(0, days), 'day')} old)"
