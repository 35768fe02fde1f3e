"""Material -> a page about gems: what to upgrade first, and what is known of each; none without a lockfile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from dxscore.domain.gems import GemReport, GemState, WorkList
from dxscore.reporting.gems import wording
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page


class GemRow(Struct, frozen=True):
    """One gem, for the table of all."""

    state: GemState
    rank: float
    list: WorkList


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    report = material.report.gems
    if report is None:
        return
    lists = {each: wording.listed(report, each) for each in WorkList}
    values = {"report": report, "say": wording, "lists": lists, "gems": _all(report)}
    yield Page("gems", "Gems", "gems.html.j2", values)


def _all(report: GemReport) -> Sequence[GemRow]:
    return [GemRow(gem, unit.priority.rank, unit.priority.list) for unit in report.units for gem in unit.gems]
