"""WeeklyReport, owner -> the gems that should be upgraded now, each in one row."""

from __future__ import annotations

from dxscore.domain.gems import RankedUnit, WorkList
from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.mail.editions import GemRow
from dxscore.reporting.safe_text import prose

_MOST = 3


def gem_rows(report: WeeklyReport, owner: str = "") -> tuple[GemRow, ...]:
    """The first few of the list 'now', by rank: those that the team looks after, or all for ''."""
    units = report.gems.units if report.gems else ()
    pressing = (unit for unit in units if unit.priority.list is WorkList.NOW)
    mine = [unit for unit in pressing if not owner or owner in {gem.entry.owner for gem in unit.gems}]
    return tuple(map(_row, mine[:_MOST]))


def _row(unit: RankedUnit) -> GemRow:
    strongest = max(unit.priority.parts, key=lambda part: part.points, default=None)
    return GemRow(prose(unit.unit.name), prose(unit.effort.command), prose(strongest.sentence) if strongest else "")
