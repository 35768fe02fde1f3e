"""`dxscore migrations`: say of each new migration whether it is safe to deploy and to take back."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli import migrations_squash
from dxscore.cli.code_host import at_code_host
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
    parse_date,
    parse_outputs,
    terminal_view,
)
from dxscore.cli.progress import progress_bar
from dxscore.reporting.migrations import MIGRATION_FORMATTERS

if TYPE_CHECKING:
    from dxscore.domain.migration_report import MigrationReport


_JUDGE = "judge"


class FailOn(StrEnum):
    """Verdicts that make the command fail."""

    NEVER = "never"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"


_Base = Annotated[
    str, typer.Option(metavar="REF", help="Judge what a change adds or edits, against the merge base with this.")
]
_Head = Annotated[str, typer.Option(metavar="REF", help="With --base: the change, a commit, branch or tag.")]
_StartAfter = Annotated[
    str, typer.Option(metavar="VERSION", help="Judge all migrations after this version; 0 for every one.")
]
_FailOn = Annotated[FailOn, typer.Option(help="Exit with 1 when a migration is unsafe (or unknown).")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(MIGRATION_FORMATTERS)}. Repeatable."),
]


def build() -> typer.Typer:
    """The `migrations` commands."""
    text = "Say of new migrations whether they are safe to deploy and to take back; of old ones, which can be folded."
    app = typer.Typer(cls=defaulting_to(_JUDGE), help=text)
    app.command(_JUDGE)(migrations)
    app.command("squash")(migrations_squash.squash)
    return app


def migrations(
    root: Root = Path(),
    base: _Base = "",
    head: _Head = "HEAD",
    start_after: _StartAfter = "",
    fail_on: _FailOn = FailOn.NEVER,
    output: _Outputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Say of each new migration whether it is safe to deploy and to take back, with the safe way. Nothing is run."""
    outputs = parse_outputs(output, tuple(MIGRATION_FORMATTERS))
    if base:
        report = _of_change(root, base, head, as_of, config, jobs, no_cache=no_cache)
    else:
        report = _of_folder(root, start_after, as_of, config, jobs, no_cache=no_cache)
    for each in outputs:
        view = terminal_view(color, to_file=bool(each.path))
        placed = at_code_host(view, root, report.provenance.commit, os.environ)
        deliver(each, MIGRATION_FORMATTERS[each.format](report, placed))
    if _fails(report, fail_on):
        sys.exit(1)


def _of_folder(
    root: Path, start_after: str, as_of: str, config: Path | None, jobs: int, *, no_cache: bool
) -> MigrationReport:
    from dxscore.copying import replace
    from dxscore.pipeline.migration_report import folder_report
    from dxscore.pipeline.reading import ScanRequest

    settings = configuration(root, config, jobs)
    if start_after:
        settings = replace(settings, migrations=replace(settings.migrations, start_after=start_after))
    with progress_bar() as progress:
        return folder_report(ScanRequest(root, settings, parse_date(as_of), use_cache=not no_cache), progress)


def _of_change(
    root: Path, base: str, head: str, as_of: str, config: Path | None, jobs: int, *, no_cache: bool
) -> MigrationReport:
    from dxscore.config import load_config
    from dxscore.pipeline.ends import GateRequest
    from dxscore.pipeline.migration_report import change_report

    own = load_config(config) if config else None
    request = GateRequest(root, parse_date(as_of), base, head, config=own, jobs=jobs, use_cache=not no_cache)
    with progress_bar() as progress:
        return change_report(request, progress)


def _fails(report: MigrationReport, fail_on: FailOn) -> bool:
    failing = {FailOn.NEVER: (), FailOn.UNSAFE: ("unsafe",), FailOn.UNKNOWN: ("unsafe", "unknown")}[fail_on]
    return any(each.verdict in failing for each in report.migrations)
