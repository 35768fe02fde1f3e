"""When something stops working, and the way to the target -> on which hop it matters, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from dxscore.domain.rule import Effect, Rule, Upgrade
from dxscore.domain.upgrade import Matter, Target
from dxscore.upgrade.versions import is_by

_MATTERS: Mapping[Effect, Matter] = MappingProxyType(
    {
        Effect.BREAKS: Matter.BLOCKER,
        Effect.BREAKS_TESTS: Matter.TEST_BLOCKER,
        Effect.BREAKS_TOOLS: Matter.TOOL_BLOCKER,
        Effect.CHANGES_SILENTLY: Matter.SILENT_CHANGE,
        Effect.IS_IGNORED: Matter.LEFTOVER,
        Effect.WARNS: Matter.PENDING,
    }
)
"""What happens on the hop that takes effect; what is only advised against is no matter of an upgrade."""
BREAKING = frozenset({Matter.BLOCKER, Matter.TEST_BLOCKER, Matter.TOOL_BLOCKER})


class Placed(Struct, frozen=True):
    """A rule on a hop."""

    rule: Rule
    matter: Matter
    hop: int
    """Index into the way."""


def placed(rules: Iterable[Rule], target: Target, way: Sequence[tuple[str, str]]) -> tuple[Placed, ...]:
    """The rules that say something about the way, each on one hop: the one that breaks, else the one that warns."""
    found = ((rule, _place(rule.upgrade, way)) for rule in rules if rule.upgrade and rule.upgrade.of == target.of)
    return tuple(Placed(rule, *place) for rule, place in found if place)


def _place(upgrade: Upgrade, way: Sequence[tuple[str, str]]) -> tuple[Matter, int] | None:
    matter = _MATTERS.get(upgrade.effect)
    if matter is None or not way:
        return None
    if is_by(upgrade.removed_in, way[0][0]):
        return _long_gone(matter)
    hop = _hop(upgrade.removed_in, way)
    if hop is not None:
        return matter, hop
    return _announced(matter, upgrade, way)


def _long_gone(matter: Matter) -> tuple[Matter, int] | None:
    """The locked series has removed it: that code runs nowhere, or something brings it back; a change has happened."""
    if matter in BREAKING:
        return Matter.GONE_ALREADY, 0
    return None if matter is Matter.SILENT_CHANGE else (matter, 0)


def _announced(matter: Matter, upgrade: Upgrade, way: Sequence[tuple[str, str]]) -> tuple[Matter, int] | None:
    """It works beyond the target: all there is to hear is a warning."""
    hop = 0 if is_by(upgrade.deprecated_in, way[0][0]) else _hop(upgrade.deprecated_in, way)
    if hop is None:
        return None
    return (matter if matter is Matter.LEFTOVER else Matter.PENDING), hop


def _hop(series: str, way: Sequence[tuple[str, str]]) -> int | None:
    return next((at for at, (_, end) in enumerate(way) if is_by(series, end)), None)
