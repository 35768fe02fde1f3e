"""What `report mail` and `report slack` have in common: the editions of the week, and what was sent of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dxscore.cli.files import replace_inside
from dxscore.errors import DxscoreError

if TYPE_CHECKING:
    from dxscore.domain.weekly import WeeklyReport
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.mail.editions import Edition
    from dxscore.reporting.view import View


def weekly_with_view(request: ScanRequest) -> tuple[WeeklyReport, View]:
    """The week's report, and a view with links into the code where its host is known."""
    from dxscore.cli.code_host import linked_view
    from dxscore.cli.weekly import weekly
    from dxscore.reporting.view import View

    report = weekly(request)
    link = request.config.report.link
    return report, linked_view(View(), request.root, report.scan.provenance.commit, os.environ, link)


def one_edition(request: ScanRequest, team: str) -> Edition:
    """That of a team, or of the directors for ''. Raises DxscoreError for a team that is not there."""
    from dxscore.reporting.mail.editing import Desk, directors_edition, known_team, team_edition

    report, view = weekly_with_view(request)
    desk = Desk(report, view, request.config.mail.report_url)
    return team_edition(desk, known_team(report, team)) if team else directors_edition(desk)


def journal_of(root: Path) -> Path:
    """Where what was sent is noted by default; git ignores it. Raises DxscoreError for a folder that is a link."""
    folder = root / ".dxscore" / "mail"
    if not folder.resolve().is_relative_to(root.resolve()):
        raise DxscoreError(f"{folder} leads out of {root}", "name another file: --state FILE")
    replace_inside(root, ".dxscore/mail/.gitignore", "*\n")
    return folder / "sent.jsonl"
