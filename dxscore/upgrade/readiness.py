"""What must be clear before the target, and what is known of it -> how much of it is; docs/upgrade.md defines it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from dxscore.domain.rule import Effect
from dxscore.domain.upgrade import Change, GemObstacle, Hop, Matter, Obstacle, Readiness
from dxscore.upgrade.placing import BREAKING, Placed
from dxscore.upgrade.versions import is_by, number

_SILENT = frozenset({Matter.SILENT_CHANGE})


class Seen(Struct, frozen=True):
    """What came of judging the code."""

    placed: Sequence[Placed]
    hops: Sequence[Hop]
    by_hand: Sequence[Change]
    """Changes that no rule sees."""
    undecided: Collection[str]
    """Ids of rules that failed, or whose versions could not be told."""


def of_code(seen: Seen) -> tuple[Readiness, Readiness]:
    """One check per rule: what breaks, and what changes silently."""
    changing = sum(change.effect is Effect.CHANGES_SILENTLY for change in seen.by_hand)
    return (
        _of_rules("removed API", BREAKING, seen, len(seen.by_hand) - changing),
        _of_rules("changed behaviour", _SILENT, seen, changing),
    )


def _of_rules(title: str, matters: Collection[Matter], seen: Seen, unseen: int) -> Readiness:
    rules = {each.rule.id for each in seen.placed if each.matter in matters}
    blocked = rules & {each.rule for hop in seen.hops for each in hop.obstacles if _is_open(each)}
    unknown = rules.intersection(seen.undecided) - blocked
    return Readiness(title, len(rules - blocked - unknown), len(blocked), unseen + len(unknown))


def _is_open(obstacle: Obstacle) -> bool:
    """A change that somebody has read and accepted is settled; what breaks will break whatever a comment says."""
    return bool(obstacle.findings) or (obstacle.matter in BREAKING and obstacle.accepted > 0)


def of_gems(constrained: int, obstacles: Iterable[GemObstacle]) -> Readiness:
    """One check per locked gem that says which versions of Rails it needs; a suspicion is unknown."""
    states = [each.block.state for each in obstacles]
    declared, suspected = states.count("declared"), states.count("suspected")
    return Readiness("gems", constrained - declared - suspected, declared, suspected)


def of_ruby(locked: str, minimum: str) -> Readiness:
    """One check: whether the locked Ruby is new enough for the last hop."""
    if not minimum:
        return Readiness("Ruby", 0, 0, 0)
    if number(locked) is None:
        return Readiness("Ruby", 0, 0, 1)
    enough = is_by(minimum, locked)
    return Readiness("Ruby", int(enough), int(not enough), 0)
