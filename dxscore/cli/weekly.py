"""What the commands that report on a week have in common: the report itself, and links into the code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dxscore.cli.code_host import at_code_host
from dxscore.cli.options import Color, terminal_view
from dxscore.cli.progress import progress_bar

if TYPE_CHECKING:
    from dxscore.domain.weekly import WeeklyReport
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.view import View


def weekly(request: ScanRequest) -> WeeklyReport:
    """The week's report, held against the history if there is any."""
    from dxscore.pipeline.histories import existing_history
    from dxscore.pipeline.weekly import weekly_report

    store = existing_history(request.root, request.config, os.environ)
    with progress_bar() as progress:
        return weekly_report(request, store, progress)


def placed_view(request: ScanRequest, commit: str) -> View:
    """For files: no colours, and links into the code where its host is known."""
    return at_code_host(terminal_view(Color.NEVER, to_file=True), request.root, commit, os.environ)
