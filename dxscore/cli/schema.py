"""`dxscore schema`: say how much of what the models promise the database guarantees, and what is wrong with tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.completion import rule_ids
from dxscore.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    Root,
    configuration,
    deliver_all,
    parse_date,
    parse_outputs,
)
from dxscore.cli.progress import progress_bar
from dxscore.domain.severity import Confidence, Severity
from dxscore.reporting.schema import SCHEMA_FORMATTERS

_Owner = Annotated[list[str], typer.Option("--owner", help="Only this team's models. Repeatable.")]
_Rule = Annotated[
    list[str], typer.Option("--rule", help="Only this rule (id or glob). Repeatable.", autocompletion=rule_ids)
]
_Path = Annotated[list[str], typer.Option("--path", help="Only below this path (or glob). Repeatable.")]
_MinSeverity = Annotated[Severity, typer.Option(help="Show only findings at least this severe.")]
_MinConfidence = Annotated[Confidence, typer.Option(help="Show only findings of rules at least this sure.")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(SCHEMA_FORMATTERS)}. Repeatable."),
]


def schema(
    root: Root = Path(),
    owner: _Owner = [],
    rule: _Rule = [],
    path: _Path = [],
    min_severity: _MinSeverity = Severity.INFO,
    min_confidence: _MinConfidence = Confidence.LOW,
    output: _Outputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Hold the models against db/schema.rb or structure.sql: coverage, indexes, keys. Suggests, and runs nothing."""
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.pipeline.schema_report import schema_report
    from dxscore.reporting.schema.select import select_schema
    from dxscore.reporting.select import Filters

    outputs = parse_outputs(output, tuple(SCHEMA_FORMATTERS))
    request = ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    with progress_bar() as progress:
        report = schema_report(request, progress)
    filters = Filters(tuple(owner), (), tuple(rule), tuple(path), min_severity, min_confidence)
    deliver_all(outputs, SCHEMA_FORMATTERS, select_schema(report, filters), color)
