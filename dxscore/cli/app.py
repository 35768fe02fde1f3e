"""The command line as a whole: one line per command."""

from __future__ import annotations

import typer

from dxscore.cli import (
    access,
    campaigns,
    comment,
    doctor,
    explain,
    gate,
    gems,
    history,
    init,
    migrations,
    owner,
    report,
    rules,
    scan,
    schema,
    status,
    todo,
    upgrade,
)


def build() -> typer.Typer:
    """The `dxscore` application."""
    app = typer.Typer(
        name="dxscore",
        help="Scorecards for Rails monoliths, read from source alone.",
        no_args_is_help=True,
        rich_markup_mode=None,  # rich costs more start-up time than the whole of --help
        pretty_exceptions_enable=False,
        context_settings={"auto_envvar_prefix": "DXSCORE", "help_option_names": ["-h", "--help"]},
        epilog="Exit codes: 0 done, 1 findings (gate, or scan with --fail-on), 2 could not do it, 3 nothing to scan.",
    )
    app.callback()(_options)
    app.command("scan")(scan.scan)
    app.command("gate")(gate.gate)
    app.command("upgrade")(upgrade.upgrade)
    app.command("access")(access.access)
    app.add_typer(report.build(), name="report")
    app.add_typer(gems.build(), name="gems")
    app.add_typer(migrations.build(), name="migrations")
    app.command("schema")(schema.schema)
    app.add_typer(campaigns.build(), name="campaigns")
    app.add_typer(history.build(), name="history")
    app.command("explain")(explain.explain)
    app.add_typer(rules.build(), name="rules")
    app.add_typer(todo.build(), name="todo")
    app.command("owner")(owner.owner)
    app.command("init")(init.init)
    app.command("doctor")(doctor.doctor)
    app.command("comment")(comment.comment)
    app.command("status")(status.status)
    return app


def _options(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
    debug: bool = typer.Option(False, "--debug", help="Show a traceback when something goes wrong."),
) -> None:
    """Both are taken off the command line before typer sees it (dxscore.__main__); here they are documented."""
