"""A series, or a campaign -> what a chart of numbers over time shows, without any look."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from dxscore.domain.campaign import CampaignState, Span
from dxscore.domain.trend import Series
from dxscore.reporting.figures import amount, counted


class Sample(Struct, frozen=True):
    """What was counted on a day."""

    day: date
    value: float | None
    """None: not known, the line has a gap."""
    certain: bool = True
    """False when some of it could not be counted: the value is the least that it may be."""


class Slope(Struct, frozen=True):
    """A straight way from one value to another."""

    start: date
    from_: float
    end: date
    to: float

    def on(self, day: date) -> float:
        """The value on a day between both."""
        days = (self.end - self.start).days
        share = (day - self.start).days / days if days else 1.0
        return self.from_ + (self.to - self.from_) * min(max(share, 0.0), 1.0)


class Outlook(Struct, frozen=True):
    """Where the line is expected to go: all begin at the last sample."""

    likely: Slope | None
    early: Slope | None = None
    late: Slope | None = None
    """Flat when no end is in sight."""


class Plot(Struct, frozen=True):
    """A line over time and what it is held against."""

    title: str
    unit: str
    """Of the values, as one of them is called: 'finding'."""
    span: Span
    samples: tuple[Sample, ...]
    """Oldest first."""
    today: date | None = None
    goal: float | None = None
    plan: Slope | None = None
    outlook: Outlook | None = None

    @property
    def top(self) -> float:
        """The greatest value shown."""
        values = [sample.value for sample in self.samples if sample.value is not None]
        return max([*values, self.goal or 0, self.plan.from_ if self.plan else 0], default=0)

    @property
    def known(self) -> tuple[Sample, ...]:
        """Samples with a value."""
        return tuple(sample for sample in self.samples if sample.value is not None)

    @property
    def least(self) -> int:
        """How many values are only the least that they may be."""
        return sum(not sample.certain for sample in self.known)

    def on(self, day: date) -> float | None:
        """The value that held on a day; None before the first sample, after the last and in gaps."""
        at = bisect_right(self.samples, day, key=lambda sample: sample.day)
        if not at or day > self.samples[-1].day:
            return None
        return self.samples[at - 1].value

    def runs(self) -> Iterator[Sequence[Sample]]:
        """The samples between gaps."""
        run: list[Sample] = []
        for sample in self.samples:
            if sample.value is not None:
                run.append(sample)
            elif run:
                yield run
                run = []
        if run:
            yield run


def trend_plot(series: Series, title: str) -> Plot:
    """Open findings of a series."""
    samples = tuple(Sample(point.day, point.open, not point.unknown) for point in series.points)
    days = [sample.day for sample in samples] or [date(2000, 1, 1)]
    return Plot(title, "open finding", Span(min(days), max(days)), samples)


def burn_down(state: CampaignState, today: date) -> Plot:
    """What remains of a campaign, against the straight way to its target and with what is expected."""
    campaign = state.campaign
    weeks = state.progress.weeks if state.progress else ()
    samples = tuple(Sample(week.end, week.remaining) for week in weeks)
    outlook = _outlook(state, samples[-1]) if samples else None
    ends = [slope.end for slope in (outlook.likely, outlook.early, outlook.late) if slope] if outlook else []
    days = [campaign.start, campaign.target, today, *(sample.day for sample in samples), *ends]
    return Plot(
        title=campaign.title,
        unit="place",
        span=Span(min(days), max(days)),
        samples=samples,
        today=today,
        goal=campaign.goal,
        plan=_plan(state, samples),
        outlook=outlook,
    )


def _plan(state: CampaignState, samples: Sequence[Sample]) -> Slope | None:
    """From what remained when the campaign began, or at the first sample after that."""
    campaign = state.campaign
    at = bisect_right(samples, campaign.start, key=lambda sample: sample.day)
    first = samples[at - 1] if at else next(iter(samples), None)
    if first is None or first.value is None or campaign.target < campaign.start:
        return None
    return Slope(campaign.start, max(first.value, campaign.goal), campaign.target, campaign.goal)


def _outlook(state: CampaignState, last: Sample) -> Outlook | None:
    forecast, goal, now = state.forecast, state.campaign.goal, last.value or 0

    def to(day: date | None) -> Slope | None:
        return Slope(last.day, now, day, goal) if day and day > last.day else None

    if forecast.verdict != "range" or now <= goal:
        return None
    late = to(forecast.latest) or Slope(last.day, now, _horizon(state, last), now)
    return Outlook(to(forecast.likely), to(forecast.earliest), late)


def _horizon(state: CampaignState, last: Sample) -> date:
    days = (state.forecast.likely, state.forecast.earliest, state.campaign.target, last.day)
    return max(filter(None, days))


def told(plot: Plot) -> str:
    """The chart in words, for those who can't see it."""
    if not plot.known:
        return f"{plot.title}: nothing is known yet"
    first, last = plot.known[0], plot.known[-1]
    values = [sample.value or 0 for sample in plot.known]
    parts = [f"{counted(first.value or 0, plot.unit)} on {first.day}"]
    if len(plot.known) > 1:
        extent = f"between {amount(min(values))} and {amount(max(values))}"
        parts.append(f"{amount(last.value or 0)} on {last.day}, {extent}")
    if plot.plan:
        parts.append(f"planned to reach {amount(plot.plan.to)} on {plot.plan.end}")
    if plot.outlook and plot.outlook.likely:
        parts.append(f"expected on {plot.outlook.likely.end}")
    if plot.least:
        parts.append(f"{counted(plot.least, 'count')} may be too low")
    return f"{plot.title}: {'; '.join(parts)}"
