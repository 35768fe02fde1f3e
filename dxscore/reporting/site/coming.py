"""WeeklyReport -> what will happen by itself in the next weeks: exemptions end, rules begin to count, support ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.figures import counted

_NEAR = timedelta(days=30)
_SUPPORT = timedelta(days=180)
"""A newer Rails or Ruby takes longer than a look at an exemption."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day."""

    day: date
    text: str
    owner: str = ""
    rule: str = ""


def coming(report: WeeklyReport) -> tuple[Event, ...]:
    """The nearest first."""
    events = (*_expiring(report), *_beginning(report), *_ending(report))
    return tuple(sorted(events, key=lambda event: (event.day, event.text, event.owner)))


def _expiring(report: WeeklyReport) -> Iterator[Event]:
    as_of = report.scan.provenance.as_of
    for waiver in report.waivers:
        last = None if waiver.problem or not waiver.until else date.fromisoformat(waiver.until)
        if last and as_of <= last <= as_of + _NEAR:
            what = "suppression" if waiver.form == "comment" else "exemption"
            hides = counted(waiver.hidden, "finding")
            text = f"last day of the {what} at {waiver.path}:{waiver.line}, which hides {hides}"
            yield Event(last, text, report.owners.get(waiver.path, ""), waiver.rule)


def _beginning(report: WeeklyReport) -> Iterator[Event]:
    as_of = report.scan.provenance.as_of
    found = Counter(finding.rule for finding in report.scan.findings if finding.status.counts)
    for rule_id, number in found.items():
        grading = report.scan.rules[rule_id].grading
        if grading.enforce_on and not grading.counts_on(as_of):
            cost = counted(number * grading.weight, "point")
            yield Event(grading.enforce_on, f"{counted(number, 'finding')} begin to count: {cost}", "", rule_id)


def _ending(report: WeeklyReport) -> Iterator[Event]:
    as_of = report.scan.provenance.as_of
    for each in report.upgrade.lifetimes[:2] if report.upgrade else ():
        if each.security_until and as_of <= each.security_until <= as_of + _SUPPORT:
            yield Event(each.security_until, f"last day with security fixes for {each.of.capitalize()} {each.series}")
