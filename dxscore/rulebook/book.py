"""The value that the rulebook room hands out."""

from __future__ import annotations

from dataclasses import dataclass

from dxscore.domain.rule import Rule
from dxscore.domain.score import ScorecardSpec


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules by id, and the scorecards that judge their findings."""

    rules: tuple[Rule, ...]
    scorecards: tuple[ScorecardSpec, ...]
    digest: str
    """12 hex digits of everything that changes results; titles and other prose leave it as it is."""
