"""CampaignReport -> CSV (RFC 4180) of every week of every campaign."""

from __future__ import annotations

import csv
import io

from dxscore.domain.campaign import CampaignReport
from dxscore.reporting.as_csv import cell
from dxscore.reporting.view import View

_NAMES = ("campaign", "week_end", "remaining", "done", "added", "removed", "measured")


def render(report: CampaignReport, _view: View) -> str:
    """A header row, then one row per campaign and week, oldest first; what is not known is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_NAMES)
    for state in report.states:
        for week in state.progress.weeks if state.progress else ():
            figures = (week.remaining, week.done, week.added, week.removed, str(week.measured).lower())
            writer.writerow([cell(state.campaign.id), week.end.isoformat(), *figures])
    return out.getvalue()
