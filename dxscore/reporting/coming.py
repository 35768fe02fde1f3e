"""WeeklyReport, owner -> what will happen in the next weeks unless somebody does something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from dxscore.domain.campaign import CampaignState, CampaignStatus
from dxscore.domain.exemption import Waiver
from dxscore.domain.finding import Status
from dxscore.domain.rule import Rule, RuleState
from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.figures import counted

_SOON = timedelta(days=30)
_AHEAD = timedelta(days=90)
"""For what takes longer to prepare: rules that start to count, ends of support."""
_ENDS = {"comment": "a suppression ends", "exemption": "an exemption ends"}
_OPEN = (CampaignStatus.ACTIVE, CampaignStatus.AT_RISK, CampaignStatus.LATE)


class Coming(Struct, frozen=True, order=True):
    """Something that will happen on a day, unless somebody does something."""

    day: date
    text: str
    rule: str = ""
    """Id of the rule that it is about, '' for none."""


def coming_of(report: WeeklyReport, owner: str = "") -> tuple[Coming, ...]:
    """Soonest first; '' means for everybody."""
    found = (*_waivers(report, owner), *_rules(report, owner), *_campaigns(report, owner))
    ends = () if owner else tuple(_supports(report))
    return tuple(sorted({*found, *ends}))


def _waivers(report: WeeklyReport, owner: str) -> Iterator[Coming]:
    """Exemptions and suppressions that end; those of one day, form and rule together."""
    today = report.scan.provenance.as_of
    ending: Counter[tuple[date, str, str]] = Counter()
    for waiver in report.waivers:
        day = _day(waiver.until)
        if day and today <= day <= today + _SOON:
            ending[day, waiver.form, waiver.rule] += _hidden(report, waiver, owner)
    for (day, form, rule), hidden in ending.items():
        if hidden:
            yield Coming(day, f"{_ENDS[form]}: {counted(hidden, 'finding')} of {rule} will count again", rule)


def _hidden(report: WeeklyReport, waiver: Waiver, owner: str) -> int:
    """How many findings of a team it hides; an exemption may be for several teams."""
    if not owner:
        return waiver.hidden
    if waiver.form == "comment":
        return waiver.hidden if report.owners.get(waiver.path) == owner else 0
    exempt = (each for each in report.scan.findings if each.status is Status.EXEMPT and each.owner == owner)
    return min(waiver.hidden, sum(each.rule == waiver.rule for each in exempt))


def _rules(report: WeeklyReport, owner: str) -> Iterator[Coming]:
    """Announced rules whose day comes."""
    today = report.scan.provenance.as_of
    announced = {rule.id: (rule.text.title, day) for rule in report.scan.rules.values() if (day := _start(rule, today))}
    shown = (each for each in report.scan.findings if each.status.counts and owner in ("", each.owner))
    found = Counter(each.rule for each in shown if each.rule in announced)
    for rule_id, number in found.items():
        text, day = announced[rule_id]
        yield Coming(day, f"{text} starts to count: {counted(number, 'finding')}", rule_id)


def _campaigns(report: WeeklyReport, owner: str) -> Iterator[Coming]:
    today = report.scan.provenance.as_of
    for state in report.campaigns.states if report.campaigns else ():
        if state.status in _OPEN and today <= state.campaign.target <= today + _SOON and touches(state, owner):
            yield Coming(state.campaign.target, f"{state.campaign.title} is to be over")


def touches(state: CampaignState, owner: str) -> bool:
    """Whether a team has work in it, or leads it; '' stands for everybody."""
    return (
        not owner
        or owner == state.campaign.owner
        or any(team.owner == owner and team.remaining for team in state.teams)
    )


def _supports(report: WeeklyReport) -> Iterator[Coming]:
    """Ends of support of what the project runs on now."""
    if report.upgrade is None:
        return
    today, running = report.scan.provenance.as_of, {report.upgrade.locked, report.upgrade.ruby}
    for each in report.upgrade.lifetimes:
        runs = any(version == each.series or version.startswith(f"{each.series}.") for version in running)
        if runs and each.security_until and today <= each.security_until <= today + _AHEAD:
            name = f"{each.of.capitalize()} {each.series}"
            yield Coming(
                each.security_until, f"{name} gets its last security fixes{'' if each.certain else ' (expected)'}"
            )


def _start(rule: Rule, today: date) -> date | None:
    """The day from which a rule will count, when that is in sight."""
    day = rule.grading.enforce_on
    return day if rule.grading.state is RuleState.ANNOUNCED and day and today < day <= today + _AHEAD else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
