"""`dxscore scan`: read a project and print its ranked scorecards."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.code_host import at_code_host
from dxscore.cli.completion import dimensions, rule_ids
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
from dxscore.domain.severity import Confidence, Severity
from dxscore.reporting import FORMATTERS

if TYPE_CHECKING:
    from dxscore.domain.report import ScanReport
    from dxscore.pipeline import ScanRequest

_Owner = Annotated[list[str], typer.Option("--owner", help="Only this team's findings. Repeatable.")]
_Dimension = Annotated[
    list[str], typer.Option("--dimension", help="Only this dimension. Repeatable.", autocompletion=dimensions)
]
_Rule = Annotated[
    list[str], typer.Option("--rule", help="Only this rule (id or glob). Repeatable.", autocompletion=rule_ids)
]
_Path = Annotated[list[str], typer.Option("--path", help="Only below this path (or glob). Repeatable.")]
_MinSeverity = Annotated[Severity, typer.Option(help="Show only findings at least this severe.")]
_MinConfidence = Annotated[Confidence, typer.Option(help="Show only findings of rules at least this sure.")]
_ShowSuppressed = Annotated[bool, typer.Option("--show-suppressed", help="Show suppressed and exempt findings too.")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(FORMATTERS)}. Repeatable."),
]
_FailOn = Annotated[Severity | None, typer.Option(help="Exit with 1 when an open finding is at least this severe.")]
_Record = Annotated[
    bool, typer.Option("--record", help="Keep a snapshot of the commit that is checked out in the history.")
]


def scan(
    root: Root = Path(),
    owner: _Owner = [],
    dimension: _Dimension = [],
    rule: _Rule = [],
    path: _Path = [],
    min_severity: _MinSeverity = Severity.INFO,
    min_confidence: _MinConfidence = Confidence.LOW,
    show_suppressed: _ShowSuppressed = False,
    output: _Outputs = [],
    fail_on: _FailOn = None,
    record: _Record = False,
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Scan a Rails checkout and rank its technical debt by team. Needs no configuration."""
    from dxscore import pipeline
    from dxscore.reporting.select import Filters, select

    outputs = parse_outputs(output, tuple(FORMATTERS))
    request = pipeline.ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    with progress_bar() as progress:
        report = pipeline.scan(request, progress)
    filters = Filters(tuple(owner), tuple(dimension), tuple(rule), tuple(path), min_severity, min_confidence)
    shown = select(report, filters)
    for each in outputs:
        view = terminal_view(color, to_file=bool(each.path), show_suppressed=show_suppressed)
        placed = at_code_host(view, root, shown.provenance.commit, os.environ)
        deliver(each, FORMATTERS[each.format](shown, placed))
    if record or (request.config.history.record and not request.config.history.url):
        _record(request)
    if fail_on and _fails(shown, fail_on):
        raise typer.Exit(1)


def _record(request: ScanRequest) -> None:
    """A server is written to only when the command line says so: no scan speaks to a network by itself."""
    from dxscore.pipeline.backfill import record
    from dxscore.pipeline.histories import history_of

    is_new = record(request, history_of(request.root, request.config, os.environ, create=True))
    print("snapshot kept" if is_new else "the history has this commit already", file=sys.stderr)


def _fails(report: ScanReport, floor: Severity) -> bool:
    from dxscore.domain.finding import Status

    return any(
        finding.status is Status.OPEN and report.rules[finding.rule].grading.severity.rank >= floor.rank
        for finding in report.findings
    )
