"""Names that a rule's message, `where`, `metric` and tests may use, and complaints about those they may not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dxscore.domain.entities import ENTITIES
from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    EntityMatcher,
    FollowedBy,
    Has,
    Inside,
    Matcher,
    Not,
    PrecededBy,
    QueryMatcher,
)
from dxscore.domain.rule import Detection
from dxscore.rulebook.nodes import Gathering, Scalar, Table, shortened
from dxscore.suggestions import did_you_mean

CAPTURE_PATHS = ("call.name", "receiver", "to", "value", "text", "class.name", "enclosing.class", "enclosing.method")
"""Capture paths without a part that the author chooses; besides them `arg.N`, `kwarg.KEY` and captures of queries."""

_HOLE = re.compile(r"\{(\w+)\}")


def holes(message: str) -> list[str]:
    """The names in a message's `{NAME}` holes."""
    return _HOLE.findall(message)


def check_names(node: Table, detection: Detection, message: str, gathering: Gathering) -> None:
    """Complain about every name that is used but not known."""
    captures = tuple(detection.captures)
    attributes = tuple(ENTITIES[detection.match.kind]) if isinstance(detection.match, EntityMatcher) else ()
    _check_capture_paths(node, detection.match, gathering)
    for key, _ in _entries(node, "where"):
        _check(key.line, "capture", [key.text], captures, gathering)
    if detection.metric.value:
        _check(node.line_of("metric"), "capture", [detection.metric.value], (*captures, *attributes), gathering)
    known = (*captures, *attributes, *_derived(detection))
    _check(node.line_of("message"), "hole", holes(message), known, gathering)


def check_example_captures(node: Table, detection: Detection, gathering: Gathering) -> None:
    """Complain about captures that an example expects and the rule does not make."""
    tests = node.get("tests")
    invalid = tests.get("invalid") if isinstance(tests, Table) else None
    for example in getattr(invalid, "items", (invalid,)):
        for key, _ in _entries(example, "captures") if isinstance(example, Table) else ():
            _check(key.line, "capture", [key.text], tuple(detection.captures), gathering)


def _derived(detection: Detection) -> list[str]:
    """Values that findings get besides captures and attributes."""
    has = {
        "count": detection.metric.per != "match",
        "value": bool(detection.metric.value),
        "age": detection.dated,
    }
    return [name for name, given in has.items() if given]


def _check(line: int, what: str, names: Iterable[str], known: tuple[str, ...], gathering: Gathering) -> None:
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or _derived_hint(name)
            gathering.complain(line, f"unknown {what} '{name}'", hint)


def _derived_hint(name: str) -> str:
    needs = {"count": "metric: {per: ...}", "value": "metric: {value: CAPTURE}", "age": "dated: true"}
    return f"'{name}' needs '{needs[name]}'" if name in needs else "name it in 'capture'"


def _check_capture_paths(node: Table, matcher: Matcher, gathering: Gathering) -> None:
    known = (*CAPTURE_PATHS, *query_captures(matcher))
    for _, value in _entries(node, "capture"):
        if isinstance(value, Scalar) and not _is_path(value.text, known):
            hint = did_you_mean(value.text, (*known, "arg.0", "kwarg.KEY"))
            gathering.complain(value.line, f"unknown capture path '{shortened(value.text)}'", hint)


def _is_path(path: str, known: tuple[str, ...]) -> bool:
    return path in known or bool(re.fullmatch(r"arg\.[0-9]{1,2}|kwarg\.\w+[?!]?", path))


def query_captures(matcher: Matcher) -> frozenset[str]:
    """Names that the queries inside a matcher capture, without `match`."""
    match matcher:
        case QueryMatcher(source):
            return frozenset(re.findall(r"@([\w.-]+)", source)) - {"match"}
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*(query_captures(part) for part in parts))
        case Not(part) | Inside(part) | Has(part) | PrecededBy(part) | FollowedBy(part):
            return query_captures(part)
    return frozenset()


def _entries(node: Table, name: str) -> tuple[tuple[Scalar, object], ...]:
    value = node.get(name)
    return value.entries if isinstance(value, Table) else ()
