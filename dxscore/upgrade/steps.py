"""Obstacles of code, gems and Ruby -> the few things that each owner does next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.rule import Rule
from dxscore.domain.upgrade import GemObstacle, Hop, Matter, Obstacle, Step
from dxscore.upgrade.obstacles import ORDER
from dxscore.upgrade.versions import is_after

_PLACES = 3
_GEM_HOURS = 4.0
"""Half a day for a gem: its changelog, the lockfile, the tests."""
_RUBY_HOURS = 16.0
_NEXT = frozenset({Matter.BLOCKER, Matter.TEST_BLOCKER, Matter.TOOL_BLOCKER, Matter.SILENT_CHANGE, Matter.LEFTOVER})
"""What can be done now for these hops; what only warns comes after them."""
_Rank: TypeAlias = tuple[int, int, float, str]


class Work(Struct, frozen=True):
    """All that stands in the way."""

    hops: Sequence[Hop]
    gems: Sequence[GemObstacle]
    rules: Mapping[str, Rule]
    ruby: str
    """Locked, '' when unknown."""
    bundle_owner: str
    """Who owns the lockfile."""


def steps(work: Work) -> Mapping[str, tuple[Step, ...]]:
    """By owner, the owner with most hours first; in the order of the hops, then what breaks, then what is quick."""
    found = [*_of_ruby(work), *_of_gems(work), *_of_code(work)]
    by_owner: dict[str, list[Step]] = defaultdict(list)
    for _, step in sorted(found, key=lambda pair: pair[0]):
        by_owner[step.owner].append(step)
    busiest = sorted(by_owner, key=lambda owner: (-sum(step.hours for step in by_owner[owner]), owner))
    return {owner: tuple(by_owner[owner]) for owner in busiest}


def _of_ruby(work: Work) -> Iterator[tuple[_Rank, Step]]:
    """Once, for the first hop that the locked Ruby is too old for."""
    for at, hop in enumerate(work.hops):
        if is_after(hop.minimum_ruby, work.ruby):
            text = f"Run on Ruby {hop.minimum_ruby} or newer; locked is {work.ruby}"
            yield (at, -1, _RUBY_HOURS, ""), Step(work.bundle_owner, text, _RUBY_HOURS, hop.end)
            return


def _of_gems(work: Work) -> Iterator[tuple[_Rank, Step]]:
    for each in work.gems:
        if each.block.state == "declared":
            text = f"{each.gem} {each.version} {each.block.reason}: {each.way_out}"
            rank = (0, ORDER[Matter.BLOCKER], _GEM_HOURS, each.gem)
            yield rank, Step(each.owner, text, _GEM_HOURS, work.hops[-1].end)


def _of_code(work: Work) -> Iterator[tuple[_Rank, Step]]:
    for at, hop in enumerate(work.hops):
        for each in hop.obstacles:
            if each.findings and each.matter in _NEXT:
                yield (at, ORDER[each.matter], each.hours, each.rule), _of_obstacle(each, work.rules[each.rule], hop)


def _of_obstacle(obstacle: Obstacle, rule: Rule, hop: Hop) -> Step:
    return Step(
        owner=obstacle.owner,
        text=f"{rule.text.title}: {rule.text.fix}" if rule.text.fix else rule.text.title,
        hours=obstacle.hours,
        hop=hop.end,
        rule=rule.id,
        places=tuple(finding.location for finding in obstacle.findings[:_PLACES]),
        count=len(obstacle.findings),
    )
