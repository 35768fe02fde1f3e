"""A matcher of a rule -> its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    AssignMatcher,
    CallMatcher,
    CommentMatcher,
    ConstMatcher,
    FollowedBy,
    Has,
    HashKeyMatcher,
    Inside,
    Not,
    PrecededBy,
    QueryMatcher,
    ScopeMatcher,
    StringMatcher,
    Syntax,
)
from dxscore.facts.matching import combined
from dxscore.facts.matching.assign_matcher import plan_assign
from dxscore.facts.matching.call_matcher import plan_call
from dxscore.facts.matching.literal_matchers import plan_comment, plan_const, plan_hash_key, plan_string
from dxscore.facts.matching.plan import Plan
from dxscore.facts.matching.query_matcher import plan_query
from dxscore.facts.matching.scope_matcher import plan_scope

_FAMILIES: Mapping[type, Callable[[Any], Plan]] = {
    CallMatcher: plan_call,
    AssignMatcher: plan_assign,
    ConstMatcher: plan_const,
    StringMatcher: plan_string,
    CommentMatcher: plan_comment,
    HashKeyMatcher: plan_hash_key,
    ScopeMatcher: plan_scope,
    QueryMatcher: plan_query,
    AllOf: lambda matcher: combined.all_of([plan(part) for part in matcher.parts]),
    AnyOf: lambda matcher: combined.any_of([plan(part) for part in matcher.parts]),
    Not: lambda matcher: combined.negated(plan(matcher.part)),
    Inside: lambda matcher: combined.inside(plan(matcher.part)),
    Has: lambda matcher: combined.has(plan(matcher.part)),
    PrecededBy: lambda matcher: combined.preceded_by(plan(matcher.part)),
    FollowedBy: lambda matcher: combined.followed_by(plan(matcher.part)),
}


def plan(matcher: Syntax) -> Plan:
    """Compile any syntax matcher."""
    return _FAMILIES[type(matcher)](matcher)
