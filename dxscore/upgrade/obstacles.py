"""Findings of rules on their hops -> what each owner has to do there, with places and effort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.upgrade import Matter, Obstacle
from dxscore.inputs.kinds import is_test
from dxscore.upgrade.placing import Placed

HOURS: Mapping[str, float] = {"small": 1, "medium": 8, "large": 40}
"""Of one finding, by the effort its rule names."""
ORDER = {matter: rank for rank, matter in enumerate(Matter)}


def obstacles(placed: Iterable[Placed], findings: Iterable[Finding]) -> tuple[Obstacle, ...]:
    """Those of one hop: the most pressing first, then the dearest."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    found = [each for rule in placed for each in _of_rule(rule, by_rule[rule.rule.id])]
    return tuple(sorted(found, key=lambda each: (ORDER[each.matter], -each.hours, each.rule, each.owner)))


def _of_rule(placed: Placed, findings: Iterable[Finding]) -> Iterable[Obstacle]:
    parts: dict[tuple[str, Matter], list[Finding]] = defaultdict(list)
    for finding in findings:
        parts[finding.owner, _matter_at(finding.location.path, placed.matter)].append(finding)
    return (_obstacle(matter, placed.rule, owner, found) for (owner, matter), found in parts.items())


def _matter_at(path: str, matter: Matter) -> Matter:
    """What breaks in a test or a task does not stop the application."""
    if matter is not Matter.BLOCKER:
        return matter
    if is_test(path):
        return Matter.TEST_BLOCKER
    return Matter.TOOL_BLOCKER if path.endswith(".rake") else matter


def _obstacle(matter: Matter, rule: Rule, owner: str, findings: Iterable[Finding]) -> Obstacle:
    ordered = sorted(findings, key=lambda finding: finding.location)
    open_ones = tuple(finding for finding in ordered if finding.status.counts)
    return Obstacle(
        matter=matter,
        rule=rule.id,
        owner=owner,
        findings=open_ones,
        accepted=len(ordered) - len(open_ones),
        hours=HOURS[rule.grading.effort] * len(open_ones),
    )
