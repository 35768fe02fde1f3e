"""`dxscore gems`: what to upgrade first and why; one gem in full; who pulls it in; the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli import gems_register, gems_sync
from dxscore.cli.groups import defaulting_to
from dxscore.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    configuration,
    deliver_all,
    parse_date,
    parse_outputs,
)
from dxscore.cli.progress import progress_bar
from dxscore.reporting.gems import GEM_FORMATTERS

_SHOW = "show"
_Of = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH] [NAME]", help="Folder of the application; a gem to explain.")
]
_Target = Annotated[
    str, typer.Option(metavar="SERIES", help="What upgrades should open: rails@8.0. By default the next series.")
]
_Why = Annotated[str, typer.Option(metavar="NAME", help="Only who pulls this gem in.")]
_AdvisoryDb = Annotated[
    Path | None,
    typer.Option(help="Clone or folder of ruby-advisory-db; that of bundler-audit by default.", exists=True),
]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(GEM_FORMATTERS)}. Repeatable."),
]


def build() -> typer.Typer:
    """The `gems` commands."""
    app = typer.Typer(cls=defaulting_to(_SHOW), help="What to upgrade first, and why. `gems NAME` explains one gem.")
    app.command(_SHOW)(show)
    app.command("register")(gems_register.register)
    app.command("sync")(gems_sync.sync)
    return app


def show(
    of: _Of = None,
    target: _Target = "",
    why: _Why = "",
    advisory_db: _AdvisoryDb = None,
    output: _Outputs = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Rank gems and release trains by what an upgrade is worth and what it costs. Works offline."""
    from dxscore import pipeline
    from dxscore.gems.focus import focused
    from dxscore.pipeline.kept_gems import gem_report

    root, name = _root_and_name(of or [])
    outputs = parse_outputs(output, tuple(GEM_FORMATTERS))
    request = pipeline.ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    with progress_bar() as progress:
        report = gem_report(request, progress, target, advisory_db)
    if why:
        print("\n".join(" -> ".join(chain) for chain in focused(report, why).chains) or f"{why} is only asked for")
        return
    shown = focused(report, name) if name else report
    deliver_all(outputs, GEM_FORMATTERS, shown, color)


def _root_and_name(of: list[str]) -> tuple[Path, str]:
    """What is a folder is the application, whatever else is a gem."""
    folders = [Path(each) for each in of if Path(each).is_dir()]
    names = [each for each in of if not Path(each).is_dir()]
    if len(folders) > 1 or len(names) > 1:
        raise typer.BadParameter("at most one folder and one gem")
    return (folders[0] if folders else Path()).resolve(), names[0] if names else ""
