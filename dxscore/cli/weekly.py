"""A request -> the week's report, held against the history: what the commands that report on a week begin with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dxscore.cli.progress import progress_bar

if TYPE_CHECKING:
    from dxscore.domain.weekly import WeeklyReport
    from dxscore.pipeline.reading import ScanRequest


def weekly(request: ScanRequest) -> WeeklyReport:
    """The week's report, held against the history if there is any."""
    from dxscore.pipeline.histories import existing_history
    from dxscore.pipeline.weekly import weekly_report

    store = existing_history(request.root, request.config, os.environ)
    with progress_bar() as progress:
        return weekly_report(request, store, progress)
