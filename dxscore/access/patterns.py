"""Entry points and a golden path -> the pattern of each, and the entities that rules judge."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.access.attributes import attributes_of
from dxscore.domain.facts import Entity
from dxscore.domain.golden_path import GoldenPath, Pattern, Stance
from dxscore.domain.subject import Placed
from dxscore.domain.survey import Attributes, Survey, Surveyed
from dxscore.evaluation.conditions import holding

ENTRY_POINT = "entry_point"
"""The kind of entity."""
_NONE = Pattern("unmatched", "fits no pattern", Stance.TOLERATED, ())


def pattern_of(attributes: Attributes, path: GoldenPath) -> Pattern:
    """The first that holds."""
    placed = [("", Entity(ENTRY_POINT, 1, 1, "", {**attributes, "pattern": "", "stance": ""}))]
    for pattern in path.patterns:
        if not pattern.when or any([*holding(matcher, placed)] for matcher in pattern.when):
            return pattern
    return _NONE


def judged(survey: Survey, path: GoldenPath) -> Iterable[tuple[Surveyed, Attributes, Pattern]]:
    """Each entry point with its attributes and pattern."""
    for entry in survey.entries:
        attributes = attributes_of(entry, survey.tables, path.bookkeeping)
        pattern = pattern_of(attributes, path)
        yield entry, {**attributes, "pattern": pattern.name, "stance": pattern.stance.value}, pattern


def entry_entities(survey: Survey, path: GoldenPath) -> list[Placed]:
    """By path and line."""
    found = [
        (
            entry.profile.path,
            Entity(ENTRY_POINT, max(1, entry.profile.line), max(1, entry.end_line), entry.profile.name, attributes),
        )
        for entry, attributes, _ in judged(survey, path)
    ]
    return sorted(found, key=lambda placed: (placed[0], placed[1].line, placed[1].symbol))
