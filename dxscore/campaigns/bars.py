"""States of campaigns -> the bars of a Gantt chart, each below those it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dxscore.domain.campaign import Bar, CampaignState, CampaignStatus, Forecast, Gantt, Span

_LONGEST = timedelta(days=2 * 365)
"""A chart goes at most so far beyond today, unless a plan does."""


def gantt(states: Sequence[CampaignState], as_of: date) -> Gantt:
    """All campaigns that are not given up."""
    shown = [state for state in states if state.status is not CampaignStatus.ABANDONED]
    span = _span(shown, as_of)
    return Gantt(span, as_of, tuple(_bar(state, as_of, span) for state in _in_order(shown)))


def _span(states: Sequence[CampaignState], as_of: date) -> Span:
    """From the first start to the last planned or expected end, today in it."""
    farthest = as_of + _LONGEST
    planned = [state.campaign.target for state in states]
    expected = [min(day, farthest) for state in states for day in (state.forecast.latest, state.forecast.likely) if day]
    starts = [state.campaign.start for state in states]
    return Span(min([*starts, as_of]), max([*planned, *expected, as_of]))


def _in_order(states: Sequence[CampaignState]) -> Iterable[CampaignState]:
    """By start, but never before what it depends on; a dependency that is not shown does not matter."""
    waiting = sorted(states, key=lambda state: (state.campaign.start, state.campaign.target, state.campaign.id))
    while waiting:
        open_ids = {state.campaign.id for state in waiting}
        ready = (state for state in waiting if not open_ids.intersection(state.campaign.depends_on))
        first = next(ready, waiting[0])
        waiting.remove(first)
        yield first


def _bar(state: CampaignState, as_of: date, span: Span) -> Bar:
    campaign, forecast = state.campaign, state.forecast
    return Bar(
        campaign=campaign.id,
        title=campaign.title,
        owner=campaign.owner,
        status=state.status,
        planned=Span(campaign.start, campaign.target),
        projected=_projected(state, as_of),
        uncertain=_uncertain(forecast, span),
        phases=campaign.phases,
        depends_on=campaign.depends_on,
        share=state.progress.share if state.progress else None,
        open_end=forecast.verdict == "range" and forecast.latest is None,
        endless=forecast.verdict == "not converging",
    )


def _projected(state: CampaignState, as_of: date) -> Span | None:
    """Of what is over, from its start to the week in which the goal was reached."""
    start = state.campaign.start
    if state.status is CampaignStatus.DONE:
        return Span(start, max(_reached(state) or as_of, start))
    likely = state.forecast.likely
    return Span(min(start, likely), likely) if likely else None


def _reached(state: CampaignState) -> date | None:
    """The end of the first of the weeks from which on no more than the goal remained."""
    reached = None
    for week in reversed(state.progress.weeks if state.progress else ()):
        if week.remaining > state.campaign.goal:
            break
        reached = week.end
    return reached


def _uncertain(forecast: Forecast, span: Span) -> Span | None:
    if forecast.earliest is None:
        return None
    end = min(forecast.latest or span.end, span.end)
    return Span(min(forecast.earliest, end), end)
