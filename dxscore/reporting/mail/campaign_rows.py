"""WeeklyReport, owner -> the campaigns that touch a team, each in one row."""

from __future__ import annotations

from dxscore.domain.campaign import CampaignState, CampaignStatus
from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.campaigns.sentences import forecast, pace
from dxscore.reporting.coming import touches
from dxscore.reporting.mail.editions import CampaignRow

_SHOWN = (CampaignStatus.LATE, CampaignStatus.AT_RISK, CampaignStatus.ACTIVE)
_MOST = 6


def campaign_rows(report: WeeklyReport, owner: str = "") -> tuple[CampaignRow, ...]:
    """Open ones, the most pressing first; '' means all of them."""
    states = report.campaigns.states if report.campaigns else ()
    shown = [state for state in states if state.status in _SHOWN and touches(state, owner)]
    return tuple(_row(report, state, owner) for state in shown[:_MOST])


def _row(report: WeeklyReport, state: CampaignState, owner: str) -> CampaignRow:
    known = state.progress
    mine = next((team for team in state.teams if team.owner == owner), None)
    return CampaignRow(
        title=state.campaign.title,
        status=state.status,
        share=known.share if known else None,
        mine=(mine.remaining if mine else 0) if owner and known else None,
        change=mine.change if mine else None,
        remaining=known.remaining if known else None,
        target=state.campaign.target,
        days_left=(state.campaign.target - report.scan.provenance.as_of).days,
        outlook=_outlook(state),
    )


def _outlook(state: CampaignState) -> str:
    expected = f"{forecast(state.forecast).capitalize()}."
    return f"{pace(state.pace).capitalize()}. {expected}" if state.progress else expected
