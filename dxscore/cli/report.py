"""`dxscore report`: the week's report as a site, or as one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli import report_mail, report_slack
from dxscore.cli.groups import defaulting_to
from dxscore.cli.options import (
    AsOf,
    ConfigFile,
    Jobs,
    NoCache,
    Output,
    Root,
    configuration,
    deliver,
    parse_date,
    parse_outputs,
)
from dxscore.cli.weekly import weekly
from dxscore.errors import DxscoreError

_SITE = "site"
_FORMATS = ("html", "backstage")
_Outputs = Annotated[
    list[str],
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT=FOLDER",
        help="html=FOLDER: a site of many pages, without a server. backstage=FOLDER: facts and annotations.",
    ),
]
_Single = Annotated[
    list[str], typer.Option("--single", metavar="FORMAT=FILE", help="html=FILE: the same in one file, to attach.")
]
_Team = Annotated[str, typer.Option(metavar="NAME", help="Only this team's part.")]


def build() -> typer.Typer:
    """The `report` commands."""
    app = typer.Typer(cls=defaulting_to(_SITE), help="The week's report: levels, movement, campaigns, gems, upgrades.")
    app.command(_SITE)(site)
    app.command("mail")(report_mail.mail)
    app.command("slack")(report_slack.slack)
    return app


def site(
    root: Root = Path(),
    output: _Outputs = [],
    single: _Single = [],
    team: _Team = "",
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Write the report as a static site, as one HTML file, or both; the history gives it movement."""
    from dxscore.cli.code_host import linked_view
    from dxscore.cli.site_folder import write_facts, write_site
    from dxscore.inputs.catalog import component_of
    from dxscore.inputs.tree import FolderTree
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.backstage import render_backstage
    from dxscore.reporting.site import render_single, render_site
    from dxscore.reporting.site.narrowing import of_team
    from dxscore.reporting.view import View

    folders, files = _places(output, _FORMATS), _places(single, ("html",))
    if not folders and not files:
        raise DxscoreError("where to?", "a site: --output html=FOLDER; one file: --single html=FILE")
    settings = configuration(root, config, jobs)
    report = weekly(ScanRequest(root, settings, parse_date(as_of), use_cache=not no_cache))
    shown = of_team(report, team) if team else report
    view = linked_view(View(), root, report.scan.provenance.commit, os.environ, settings.report.link)
    for name, folder in folders:
        if name == "backstage":
            write_facts(folder, render_backstage(shown, component_of(FolderTree(root)), settings.mail.report_url))
        else:
            write_site(folder, render_site(shown, view))
    for _, file in files:
        deliver(Output("html", file), render_single(shown, view))


def _places(texts: list[str], formats: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Format and place of each output asked for."""
    if not texts:
        return []
    outputs = parse_outputs(texts, formats)
    if any(each.path is None for each in outputs):
        raise DxscoreError("a report is no text to print", "give it a place: --output html=FOLDER, --single html=FILE")
    return [(each.format, each.path) for each in outputs if each.path]
