"""`dxscore migrations squash`: say which old migrations the schema can stand for, and what would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import (
    AsOf,
    Color,
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
from dxscore.reporting.squash import SQUASH_FORMATTERS

_Before = Annotated[
    str, typer.Option(metavar="VERSION", help="Fold migrations up to this version; by default those that are not new.")
]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(SQUASH_FORMATTERS)}. Repeatable."),
]


def squash(
    root: Root = Path(),
    before: _Before = "",
    output: _Outputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Say which old migrations the schema file can stand for, and what would be lost. Nothing is changed."""
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.pipeline.squashing import folder_squash

    outputs = parse_outputs(output, tuple(SQUASH_FORMATTERS))
    settings = configuration(root, config, jobs)
    found = folder_squash(ScanRequest(root, settings, parse_date(as_of), use_cache=not no_cache), before)
    for each in outputs:
        deliver(each, SQUASH_FORMATTERS[each.format](found, terminal_view(Color.NEVER, to_file=bool(each.path))))
