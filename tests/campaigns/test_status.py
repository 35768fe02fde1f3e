"""The status of a campaign from what was decided, what is reached, the dates and the forecast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dxscore.campaigns.status import status
from dxscore.domain.campaign import Campaign, CampaignStatus, Forecast, Progress
from tests.campaigns.series import AS_OF, a_campaign

LEFT = Progress(40, 60, 100, "peak")
RUNNING = a_campaign(start=AS_OF - timedelta(weeks=10), target=AS_OF + timedelta(weeks=10))
STANDING = Forecast("not converging", reason="nothing has moved")


def a_range(in_time: float, earliest_weeks: int = 2) -> Forecast:
    return Forecast("range", AS_OF + timedelta(weeks=earliest_weeks), None, AS_OF + timedelta(weeks=9), in_time=in_time)


@pytest.mark.parametrize(
    ("campaign", "forecast", "expected"),
    [
        (a_campaign(state="draft"), a_range(1), CampaignStatus.DRAFT),
        (a_campaign(state="abandoned"), a_range(1), CampaignStatus.ABANDONED),
        (a_campaign(start=AS_OF + timedelta(days=1)), a_range(1), CampaignStatus.SCHEDULED),
        (RUNNING, a_range(0.8), CampaignStatus.ACTIVE),
        (RUNNING, a_range(0.5), CampaignStatus.AT_RISK),
        (RUNNING, a_range(0, 11), CampaignStatus.LATE),
        (RUNNING, STANDING, CampaignStatus.LATE),
        (RUNNING, Forecast("unknown", reason="too short"), CampaignStatus.ACTIVE),
        (a_campaign(target=AS_OF - timedelta(days=1)), a_range(1), CampaignStatus.LATE),
        (a_campaign(start=AS_OF - timedelta(days=20)), STANDING, CampaignStatus.ACTIVE),
    ],
)
def test_status(campaign: Campaign, forecast: Forecast, expected: CampaignStatus) -> None:
    assert status(campaign, LEFT, forecast, AS_OF)[0] is expected


def test_at_the_goal_it_is_done_even_after_the_target() -> None:
    over = a_campaign(target=AS_OF - timedelta(days=1), goal=5)
    assert status(over, Progress(5, 95, 95, "peak"), Forecast("reached"), AS_OF)[0] is CampaignStatus.DONE


def test_nothing_is_done_before_its_start() -> None:
    later = a_campaign(start=AS_OF + timedelta(days=1))
    said = status(later, Progress(0, 0, 0, "peak"), Forecast("reached"), AS_OF)
    assert said == (CampaignStatus.SCHEDULED, "starts in 1 day")
