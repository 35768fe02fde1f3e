"""Obstacles of code, gems and Ruby -> the few things that each owner does next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxscore.domain.gems import Block
from dxscore.domain.rule import Rule
from dxscore.domain.upgrade import GemObstacle, Hop, Matter, Obstacle, Step
from dxscore.upgrade.obstacles import ORDER

MOST = 5
"""Steps per owner; the reports say how many more there are."""
_PLACES = 3
_GEM_HOURS = 4
"""Half a day for a gem: its changelog, the lockfile, the tests."""
_NEXT = frozenset({Matter.BLOCKER, Matter.TEST_BLOCKER, Matter.TOOL_BLOCKER, Matter.SILENT_CHANGE, Matter.LEFTOVER})
"""What can be done now for these hops; what only warns comes after them."""


def steps(
    hops: Sequence[Hop], gems: Iterable[GemObstacle], rules: Mapping[str, Rule]
) -> Mapping[str, tuple[Step, ...]]:
    """By owner, the owner with most hours first; in the order of the hops, then what breaks, then what is quick."""
    end = hops[-1].end if hops else ""
    ranked = sorted([*_of_code(hops, rules), *_of_gems(gems, end)], key=lambda pair: pair[0])
    by_owner: dict[str, list[Step]] = defaultdict(list)
    for _, step in ranked:
        by_owner[step.owner].append(step)
    busiest = sorted(by_owner, key=lambda owner: (-sum(step.hours for step in by_owner[owner]), owner))
    return {owner: tuple(by_owner[owner]) for owner in busiest}


Rank = tuple[int, int, float, str]


def _of_code(hops: Iterable[Hop], rules: Mapping[str, Rule]) -> Iterator[tuple[Rank, Step]]:
    for at, hop in enumerate(hops):
        for each in hop.obstacles:
            if each.findings and each.matter in _NEXT:
                yield (at, ORDER[each.matter], each.hours, each.rule), _of_obstacle(each, rules[each.rule], hop)


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


def _of_gems(gems: Iterable[GemObstacle], end: str) -> Iterator[tuple[Rank, Step]]:
    for each in gems:
        if each.block.state == "declared":
            text = f"{each.gem} {each.version} {each.block.reason}: {way_out(each.block)}"
            yield (0, ORDER[Matter.BLOCKER], _GEM_HOURS, each.gem), Step(each.owner, text, _GEM_HOURS, end)


def way_out(block: Block) -> str:
    """What to do about a gem that blocks."""
    if block.opens is None:
        return "no released version accepts it" if block.move == "no version" else "find a version that accepts it"
    if block.move == "edit Gemfile":
        return f"allow {block.opens} in the Gemfile"
    if block.parents:
        return f"{block.opens} accepts it, after {', '.join(block.parents)}"
    return f"update it to {block.opens} or later"
