"""A campaign, its progress and forecast, and the day -> its status, with the reason in words."""

from __future__ import annotations

from datetime import date, timedelta

from dxscore.domain.campaign import Campaign, CampaignStatus, Forecast, Progress

_YOUNG = timedelta(weeks=4)
SURE = 0.75
"""Share of futures that end in time from which a campaign is not at risk."""


def status(
    campaign: Campaign, progress: Progress | None, forecast: Forecast, as_of: date
) -> tuple[CampaignStatus, str]:
    """What its author decided comes first, then what is reached, then the dates, then the forecast."""
    if campaign.state:
        said = "not decided yet" if campaign.state == "draft" else "given up"
        return CampaignStatus(campaign.state), said
    if progress and progress.remaining <= campaign.goal and as_of >= campaign.start:
        return CampaignStatus.DONE, "the goal is reached"
    if as_of < campaign.start:
        return CampaignStatus.SCHEDULED, f"starts in {_days((campaign.start - as_of).days)}"
    if as_of > campaign.target:
        return CampaignStatus.LATE, f"the target passed {_days((as_of - campaign.target).days)} ago"
    return _running(campaign, forecast, as_of)


def _running(campaign: Campaign, forecast: Forecast, as_of: date) -> tuple[CampaignStatus, str]:
    """In its first weeks a campaign is not late: what the weeks before it were like is not its doing."""
    if forecast.verdict == "unknown" or (forecast.verdict != "range" and as_of < campaign.start + _YOUNG):
        return CampaignStatus.ACTIVE, "too early to tell when it ends"
    if forecast.verdict == "not converging":
        return CampaignStatus.LATE, "no end is in sight"
    if forecast.earliest and forecast.earliest > campaign.target:
        return CampaignStatus.LATE, f"even the earliest expected end, {forecast.earliest}, is after the target"
    chance = forecast.in_time or 0.0
    said = f"{round(100 * chance)}% of the futures end in time"
    return (CampaignStatus.ACTIVE if chance >= SURE else CampaignStatus.AT_RISK), said


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
