"""`dxscore doctor`: is everything there that the figures rest on?"""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from dxscore.cli.options import AsOf, Color, ColorOption, ConfigFile, Root, configuration, parse_date, terminal_view
from dxscore.cli.progress import progress_bar


def doctor(root: Root = Path(), config: ConfigFile = None, as_of: AsOf = "", color: ColorOption = Color.AUTO) -> None:
    """Check git depth, owners, parse errors, cache and suppressions; exit with 1 when something needs a hand."""
    from dxscore.checkup import examine
    from dxscore.pipeline import ScanRequest
    from dxscore.reporting.checkup import checkup_text

    request = ScanRequest(root, configuration(root, config), parse_date(as_of))
    with progress_bar() as progress:
        symptoms = examine(request, progress)
    sys.stdout.write(checkup_text(symptoms, terminal_view(color)))
    if any(symptom.needs_hand for symptom in symptoms):
        raise typer.Exit(1)
