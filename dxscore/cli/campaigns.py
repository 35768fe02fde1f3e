"""`dxscore campaigns`: how far tech migrations are and when they will end; one in full; tickets; a new one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli import campaigns_new
from dxscore.cli.groups import defaulting_to
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
    deliver_all,
    parse_date,
    parse_outputs,
    terminal_view,
)
from dxscore.cli.progress import progress_bar
from dxscore.copying import replace
from dxscore.errors import DxscoreError
from dxscore.reporting.campaigns import (
    GANTT_FORMATTERS,
    LIST_FORMATTERS,
    SHOW_FORMATTERS,
    TICKET_FORMATTERS,
    WEEK_FORMATTERS,
)

if TYPE_CHECKING:
    from dxscore.domain.campaign import CampaignReport

_LIST = "list"
_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the campaign.")]
_ListOutputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(LIST_FORMATTERS)}. Repeatable."),
]
_TestResults = Annotated[
    list[Path],
    typer.Option(
        "--test-results",
        metavar="FILE",
        help="Results of tests (JUnit XML, RSpec JSON), of several runs to see which flicker; "
        "deprecations recorded by deprecation_toolkit or next_rails. Repeatable.",
        exists=True,
        dir_okay=False,
    ),
]
_ShowOutputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(SHOW_FORMATTERS)}. Repeatable."),
]
_GanttOutputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(GANTT_FORMATTERS)}. Repeatable."),
]
_ExportOutput = Annotated[
    str, typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help="csv; or markdown (tickets) or json (weeks).")
]
_Tickets = Annotated[bool, typer.Option("--tickets", help="One ticket per campaign and team, instead of weeks.")]
_Only = Annotated[list[str], typer.Option("--campaign", metavar="ID", help="Only this campaign. Repeatable.")]


def build() -> typer.Typer:
    """The `campaigns` commands."""
    app = typer.Typer(
        cls=defaulting_to(_LIST), help="How far tech migrations are, and when they will end. `campaigns show ID`: one."
    )
    app.command(_LIST)(list_campaigns)
    app.command("show")(show)
    app.command("gantt")(gantt)
    app.command("export")(export)
    app.command("new")(campaigns_new.new)
    app.command("templates")(campaigns_new.list_templates)
    return app


def list_campaigns(
    root: Root = Path(),
    output: _ListOutputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """List all campaigns: progress, pace, expected end, status, what each team has left."""
    outputs = parse_outputs(output, tuple(LIST_FORMATTERS))
    report = _measured(root, config, as_of, jobs, no_cache=no_cache)
    deliver_all(outputs, LIST_FORMATTERS, report, color)


def show(
    campaign: _Id,
    root: Root = Path(),
    test_results: _TestResults = [],
    output: _ShowOutputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show one campaign in full: phases, weeks, teams, and the last places as a work list."""
    outputs = parse_outputs(output, tuple(SHOW_FORMATTERS))
    report = _only(_measured(root, config, as_of, jobs, no_cache=no_cache), [campaign])
    if test_results:
        report = _with_tests(report, root, config, test_results)
    deliver_all(outputs, SHOW_FORMATTERS, report, color)


def gantt(
    root: Root = Path(),
    output: _GanttOutputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Draw all campaigns on a time line: planned against expected, what waits for what, today."""
    outputs = parse_outputs(output, tuple(GANTT_FORMATTERS))
    report = _measured(root, config, as_of, jobs, no_cache=no_cache)
    deliver_all(outputs, GANTT_FORMATTERS, report, color)


def export(
    root: Root = Path(),
    campaign: _Only = [],
    tickets: _Tickets = False,
    output: _ExportOutput = "csv",
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Write the weeks of the campaigns, or tickets for their teams, for other tools."""
    formatters = TICKET_FORMATTERS if tickets else WEEK_FORMATTERS
    (wanted,) = parse_outputs([output], tuple(formatters))
    report = _measured(root, config, as_of, jobs, no_cache=no_cache)
    shown = _only(report, campaign) if campaign else report
    deliver(wanted, formatters[wanted.format](shown, terminal_view(Color.NEVER, to_file=bool(wanted.path))))


def _measured(root: Path, file: Path | None, as_of: str, jobs: int, *, no_cache: bool) -> CampaignReport:
    from dxscore.pipeline.campaigns import campaign_report
    from dxscore.pipeline.histories import existing_history
    from dxscore.pipeline.reading import ScanRequest

    config = configuration(root, file, jobs)
    request = ScanRequest(root, config, parse_date(as_of), use_cache=not no_cache)
    with progress_bar() as progress:
        report = campaign_report(request, existing_history(root, config, os.environ), progress)
    if not report.states:
        where = ", ".join(f"{folder}/*.yml" for folder in config.campaign_paths)
        raise DxscoreError(f"there is no campaign in {where} yet", "write one: dxscore campaigns new ID")
    return report


def _with_tests(report: CampaignReport, root: Path, file: Path | None, results: list[Path]) -> CampaignReport:
    from dxscore.pipeline.campaign_tests import with_tests
    from dxscore.pipeline.reading import ScanRequest

    return with_tests(report, ScanRequest(root, configuration(root, file), report.provenance.as_of), results)


def _only(report: CampaignReport, wanted: list[str]) -> CampaignReport:
    from dxscore.suggestions import did_you_mean

    known = [state.campaign.id for state in report.states]
    for name in wanted:
        if name not in known:
            raise DxscoreError(
                f"there is no campaign {name}", did_you_mean(name, known) or f"one of {', '.join(known)}"
            )
    return replace(report, states=tuple(state for state in report.states if state.campaign.id in wanted))
