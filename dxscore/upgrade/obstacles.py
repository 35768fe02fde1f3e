"""Findings of rules on their hops -> what each owner has to do there, with places and effort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.domain.upgrade import Matter, Obstacle
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
    by_owner: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_owner[finding.owner].append(finding)
    return (_obstacle(placed.matter, placed.rule, owner, found) for owner, found in by_owner.items())


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
