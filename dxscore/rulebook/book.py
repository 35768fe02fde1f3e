"""The value that the rulebook room hands out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from dxscore.domain.rule import Rule
from dxscore.domain.score import ScorecardSpec
from dxscore.errors import Problem

Check: TypeAlias = Callable[[Sequence[Rule]], Iterable[Problem]]
"""What else can be wrong with rules that could be read: queries that only a grammar can judge."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules by id, and the scorecards that judge their findings."""

    rules: tuple[Rule, ...]
    scorecards: tuple[ScorecardSpec, ...]
    digest: str
    """12 hex digits of everything that changes results; titles and other prose leave it as it is."""
    marks: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Rule id -> digest of what the rule recognises and where: the costly part of `digest`, kept with the rules."""
