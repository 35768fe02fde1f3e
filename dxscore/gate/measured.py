"""A finding and its counterpart -> whether what its rule measures has grown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.domain.finding import Finding
from dxscore.domain.matchers import EntityMatcher, NumberTest
from dxscore.domain.rule import Rule

_COUNTED = "count"
"""Of grouped matches and of entries of todo files: more is worse, whatever the rule tests."""
OF_OTHER_FILES = frozenset({"dependents", "has_test", "copies"})
"""What other files decide: it says nothing about the code that a finding points to."""
_ABOVE, _BELOW = frozenset({">", ">="}), frozenset({"<", "<="})


def grown(before: Finding, after: Finding, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """`lines: 84, was 71` for each number that went further the way that the rule objects to."""
    return tuple(
        f"{name}: {_said(now)}, was {_said(then)}"
        for name, sign in _measures(rules[after.rule])
        if (now := _number(after, name)) is not None
        and (then := _number(before, name)) is not None
        and sign * now > sign * then
    )


def _measures(rule: Rule) -> Iterator[tuple[str, int]]:
    """Names of evidence, and whether more (1) or less (-1) of it is worse."""
    yield _COUNTED, 1
    if isinstance(rule.detection.match, EntityMatcher):
        for name, test in rule.detection.match.tests:
            if isinstance(test, NumberTest) and test.operator in _ABOVE | _BELOW and name not in OF_OTHER_FILES:
                yield name, 1 if test.operator in _ABOVE else -1


def _number(finding: Finding, name: str) -> float | None:
    value = finding.evidence.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _said(number: float) -> str:
    return f"{number:g}"
