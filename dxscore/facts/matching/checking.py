"""A rule's matchers -> what makes them impossible to run, found before any file is read."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    EntityMatcher,
    FollowedBy,
    Has,
    Inside,
    Not,
    PrecededBy,
    QueryMatcher,
    Syntax,
)
from dxscore.domain.rule import Rule
from dxscore.errors import Problem
from dxscore.facts.matching.pattern import PatternError, parse_pattern

_RESTRICTIONS = (Not, Inside, Has, PrecededBy, FollowedBy)


def problems_of(rule: Rule) -> Iterator[Problem]:
    """What is wrong with the queries and combinations of a rule."""
    for matcher in _syntax(rule):
        if not _finds(matcher):
            yield Problem(rule.origin, 1, f"{rule.id}: `match` does not say what to find", _PLACE_FIRST)
        for query in _queries(matcher):
            try:
                parse_pattern(query.source)
            except PatternError as error:
                yield Problem(rule.origin, 1, f"{rule.id}: {error}", error.suggestion)


_PLACE_FIRST = "begin `all` with a place (call, assign, string ...); not, inside, has and the like only restrict it"


def _syntax(rule: Rule) -> Iterator[Syntax]:
    if not isinstance(rule.detection.match, EntityMatcher):
        yield rule.detection.match
    if rule.detection.done is not None:
        yield rule.detection.done


def _finds(matcher: Syntax) -> bool:
    if isinstance(matcher, AllOf):
        return any(map(_finds, matcher.parts))
    if isinstance(matcher, AnyOf):
        return bool(matcher.parts) and all(map(_finds, matcher.parts))
    return not isinstance(matcher, _RESTRICTIONS)


def _queries(matcher: Syntax) -> Iterator[QueryMatcher]:
    if isinstance(matcher, QueryMatcher):
        yield matcher
    elif isinstance(matcher, AllOf | AnyOf):
        for part in matcher.parts:
            yield from _queries(part)
    elif isinstance(matcher, _RESTRICTIONS):
        yield from _queries(matcher.part)
