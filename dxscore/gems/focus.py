"""The report on all gems and the name of one -> the report on that one, and who pulls it in."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.gems import GemReport
from dxscore.errors import DxscoreError
from dxscore.gems.graph import graph_of
from dxscore.suggestions import did_you_mean


def focused(report: GemReport, name: str) -> GemReport:
    """`name` is that of a gem or a unit. Raises DxscoreError for one that is not there."""
    unit = next((each for each in report.units if name == each.unit.name or name in each.unit.gems), None)
    if unit is None:
        hint = did_you_mean(name, [gem for each in report.units for gem in each.unit.gems])
        raise DxscoreError(f"{name} is neither a locked gem nor a folder", hint or "see Gemfile.lock")
    gem = name if name in unit.unit.gems else unit.unit.gems[0]
    chains = graph_of(report.bundle).path_to(gem, report.bundle.locked)
    return replace(report, units=(unit,), focus=gem, chains=chains)
