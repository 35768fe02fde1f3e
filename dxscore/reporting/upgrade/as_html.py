"""UpgradeReport -> one HTML page that needs nothing else, in the look of the scan's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dxscore.domain.rule import Rule
from dxscore.domain.upgrade import Hop, Matter, Obstacle, UpgradeReport
from dxscore.reporting.as_html import filled
from dxscore.reporting.upgrade import sentences
from dxscore.reporting.view import View

_MOST = 100
"""Places listed per rule."""


class Group(Struct, frozen=True):
    """All owners' findings of one rule on one hop."""

    matter: Matter
    rule: Rule
    obstacles: Sequence[Obstacle]

    @property
    def count(self) -> int:
        """Of places."""
        return sum(len(each.findings) for each in self.obstacles)

    @property
    def hours(self) -> float:
        """Of work."""
        return sum(each.hours for each in self.obstacles)


def render(report: UpgradeReport, view: View) -> str:
    """The page, from reports/upgrade.html.j2."""
    return filled("upgrade.html.j2", view, **values_of(report))


def values_of(report: UpgradeReport) -> Mapping[str, object]:
    """What the page shows."""
    return {
        "report": report,
        "say": sentences,
        "groups": {hop.end: groups(hop, report) for hop in report.hops},
        "most": _MOST,
    }


def groups(hop: Hop, report: UpgradeReport) -> tuple[Group, ...]:
    """The obstacles of a hop by rule, in their order."""
    found: dict[tuple[Matter, str], list[Obstacle]] = {}
    for each in hop.obstacles:
        if each.findings:
            found.setdefault((each.matter, each.rule), []).append(each)
    return tuple(Group(matter, report.rules[rule], obstacles) for (matter, rule), obstacles in found.items())
