"""Bars of a Gantt chart -> the words that stand beside them, the same in every format."""

from __future__ import annotations

from datetime import date

from dxscore.domain.campaign import Bar, CampaignStatus, Gantt, Span
from dxscore.reporting.figures import counted, percent


def standing(bar: Bar) -> str:
    """'40%, at risk', or the status alone when nobody knows how much is done."""
    return bar.status if bar.share is None else f"{percent(bar.share)}, {bar.status}"


def expectation(bar: Bar) -> str:
    """When it will end: 'expected 2027-03-01, between 2027-02-01 and 2027-05-01'; '' when nothing is known."""
    if bar.projected is None:
        return "no end in sight" if bar.endless else ""
    if bar.status is CampaignStatus.DONE:
        return f"ended {bar.projected.end}"
    range_ = ends_between(bar.uncertain, open_end=bar.open_end)
    return ", ".join(filter(None, (f"expected {bar.projected.end}", range_)))


def ends_between(span: Span | None, *, open_end: bool) -> str:
    """The range of a forecast in words, '' without one."""
    if span is None:
        return ""
    return f"not before {span.start}" if open_end else f"between {span.start} and {span.end}"


def waits(bar: Bar, gantt: Gantt) -> str:
    """'after rails-8 (2027-03-01), gems': what must be over first, and when each will be, if it is known."""
    ends = {each.campaign: each.projected.end for each in gantt.bars if each.projected}
    named = (f"{each} ({ends[each]})" if each in ends else each for each in bar.depends_on)
    return f"after {', '.join(named)}"


def plan(bar: Bar) -> str:
    """'planned 2026-09-01 to 2027-01-31'."""
    return f"planned {bar.planned.start} to {bar.planned.end}"


def sentence(bar: Bar, gantt: Gantt) -> str:
    """All that the chart shows of one campaign, for those who can't see it."""
    parts = [f"{bar.title} ({bar.owner}): {standing(bar)}", plan(bar), expectation(bar)]
    if bar.depends_on:
        parts.append(waits(bar, gantt))
    return "; ".join(filter(None, parts))


def summary(gantt: Gantt) -> str:
    """The whole chart in one sentence: '3 campaigns from 2026-09-01 to 2027-06-30: 1 late, 2 active'."""
    if not gantt.bars:
        return "no campaigns"
    counts = {status: sum(bar.status is status for bar in gantt.bars) for status in CampaignStatus}
    found = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    return f"{counted(len(gantt.bars), 'campaign')} from {gantt.span.start} to {gantt.span.end}: {found}"


def today_label(today: date) -> str:
    """What stands at the line of today."""
    return f"today {today}"
