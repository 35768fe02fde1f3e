"""`dxscore upgrade`: say what stands between a project and a newer Rails or Ruby."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.code_host import at_code_host
from dxscore.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    Root,
    configuration,
    deliver,
    parse_date,
    parse_outputs,
    terminal_view,
)
from dxscore.cli.progress import progress_bar
from dxscore.reporting.upgrade import UPGRADE_FORMATTERS

_To = Annotated[
    str, typer.Option("--to", metavar="TARGET", help="rails@8.0 or ruby@3.4; by default the next series of Rails.")
]
_From = Annotated[
    str, typer.Option("--from", metavar="VERSION", help="Version to start from, for a project without a lockfile.")
]
_Results = Annotated[
    list[Path],
    typer.Option(
        "--test-results",
        metavar="FILE",
        help="Results of tests under the next version: JUnit XML or RSpec JSON. Repeatable.",
        exists=True,
        dir_okay=False,
    ),
]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(UPGRADE_FORMATTERS)}. Repeatable."),
]


def upgrade(
    root: Root = Path(),
    to: _To = "",
    start: _From = "",
    test_results: _Results = [],
    output: _Outputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Say what stands between a Rails application and the next Rails, by hop and by team. Nothing of it is run."""
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.pipeline.upgrading import UpgradeRequest
    from dxscore.pipeline.upgrading import upgrade as judge

    outputs = parse_outputs(output, tuple(UPGRADE_FORMATTERS))
    scan = ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    with progress_bar() as progress:
        report = judge(UpgradeRequest(scan, to, start, tuple(test_results)), progress)
    for each in outputs:
        view = terminal_view(color, to_file=bool(each.path))
        placed = at_code_host(view, root, report.provenance.commit, os.environ)
        deliver(each, UPGRADE_FORMATTERS[each.format](report, placed))
