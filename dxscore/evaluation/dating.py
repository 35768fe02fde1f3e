"""Findings of dated rules -> the same findings with the age of their line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.history import Age
from dxscore.domain.rule import Rule
from dxscore.domain.source import Location
from dxscore.evaluation.messages import filled, said_age


def dated(
    findings: Iterable[Finding],
    rules: Mapping[str, Rule],
    ages_of: Callable[[tuple[Location, ...]], Mapping[Location, Age]],
) -> tuple[Finding, ...]:
    """Ask once for the ages of all lines that matter and put `age_days` into evidence and `{age}` into messages."""
    findings = tuple(findings)
    ages = ages_of(tuple(finding.location for finding in findings if rules[finding.rule].detection.dated))
    return tuple(
        _with_age(finding, ages.get(finding.location)) if rules[finding.rule].detection.dated else finding
        for finding in findings
    )


def of_age(finding: Finding, said: str) -> Finding:
    """The finding with a word for its age where history is not asked: 'new'."""
    return replace(finding, message=filled(finding.message, {"age": said}))


def _with_age(finding: Finding, age: Age | None) -> Finding:
    known = {"age_days": age.days, "age_at_least": age.at_least} if age else {"age_days": None}
    message = filled(finding.message, {"age": said_age(age)})
    return replace(finding, message=message, evidence={**finding.evidence, **known})
