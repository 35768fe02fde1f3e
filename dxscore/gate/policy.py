"""Compared findings and `[gate]` of dxscore.toml -> which of them stop the change, which only warn, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase

from dxscore.config.gate import NEVER, GateConfig
from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import Change, Compared, Judged, Ruling
from dxscore.domain.rule import Rule
from dxscore.domain.severity import Severity

_SHOWN = (Change.NEW, Change.WORSE)


def judged(
    compared: Iterable[Compared], rules: Mapping[str, Rule], policy: GateConfig, as_of: date
) -> tuple[Judged, ...]:
    """New and worse findings under the policy: worst ruling first, then by severity and place."""

    def badness(entry: Judged) -> tuple[object, ...]:
        severity = rules[entry.finding.rule].grading.severity
        return -entry.ruling.rank, -severity.rank, entry.finding.location, entry.finding.rule

    entries = (_judged(each, rules[each.finding.rule], policy, as_of) for each in compared if each.change in _SHOWN)
    return tuple(sorted(entries, key=badness))


def notified(entries: Iterable[Judged], policy: GateConfig) -> tuple[str, ...]:
    """Handles of the owners of what stops."""
    owners = {entry.finding.owner for entry in entries if entry.ruling is Ruling.STOP}
    return tuple(sorted({handle for owner, handle in policy.notify.items() if owner in owners}))


def _judged(compared: Compared, rule: Rule, policy: GateConfig, as_of: date) -> Judged:
    status = compared.finding.status
    if not status.counts or (status is Status.LISTED and compared.change is Change.NEW):
        return Judged(compared, Ruling.PASS, str(status))
    if not rule.grading.counts_on(as_of):
        return Judged(compared, Ruling.WARN, _from_when(rule))
    if compared.change is Change.WORSE:
        return Judged(compared, Ruling(policy.worse), f"worse = '{policy.worse}'")
    return Judged(compared, *_of_new(compared.finding, rule, policy))


def _from_when(rule: Rule) -> str:
    day = rule.grading.enforce_on
    return f"the rule counts from {day}" if day else "the rule does not count yet"


def _of_new(finding: Finding, rule: Rule, policy: GateConfig) -> tuple[Ruling, str]:
    """The nearest word decides: the rule's name, then its dimension, then its severity."""
    if names(policy.stop, finding.rule):
        return Ruling.STOP, "new, and in the list of rules that stop"
    if names(policy.warn, finding.rule):
        return Ruling.WARN, "in the list of rules that only warn"
    if policy.dimensions and rule.dimension not in policy.dimensions:
        return Ruling.WARN, f"{rule.dimension} does not stop"
    if policy.fail_on != NEVER and rule.grading.severity.rank >= Severity(policy.fail_on).rank:
        return Ruling.STOP, f"new, and at least {policy.fail_on}"
    return Ruling.WARN, "no severity stops" if policy.fail_on == NEVER else f"less than {policy.fail_on}"


def names(globs: Iterable[str], rule_id: str) -> bool:
    """Whether one of the globs is for the rule."""
    return any(fnmatchcase(rule_id, glob) for glob in globs)
