"""`dxscore report mail`: the week's mail per team and for the directors, as files or sent."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.options import AsOf, ConfigFile, Jobs, NoCache, Root, configuration, parse_date
from dxscore.errors import DxscoreError

if TYPE_CHECKING:
    from dxscore.domain.weekly import WeeklyReport
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.mail.editions import Edition
    from dxscore.reporting.mail.mime import Attachment
    from dxscore.reporting.mail.post import Print, Wishes
    from dxscore.reporting.view import View

_FORMATS = ("eml", "html", "text")
_FOLDER = "dxscore-mail"
_Output = Annotated[
    list[str],
    typer.Option(
        "--output", "-o", metavar="FORMAT=FOLDER", help=f"{', '.join(_FORMATS)}: a file per edition. Repeatable."
    ),
]
_Teams = Annotated[list[str], typer.Option("--team", metavar="NAME", help="Only this team's edition. Repeatable.")]
_Directors = Annotated[bool, typer.Option("--directors", help="Only the directors' edition, or that too with --team.")]
_Send = Annotated[bool, typer.Option("--send", help="Send what was not sent before.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="With --send: say who would get what, and send nothing.")]
_Server = Annotated[
    str,
    typer.Option(
        envvar="DXSCORE_SMTP_URL", metavar="URL", help="smtp://USER@HOST:587 (STARTTLS) or smtps://USER@HOST (TLS)."
    ),
]
_PasswordCommand = Annotated[
    str,
    typer.Option(
        envvar="DXSCORE_SMTP_PASSWORD_COMMAND",
        metavar="COMMAND",
        help="Prints the password, unless DXSCORE_SMTP_PASSWORD has it.",
    ),
]
_TokenCommand = Annotated[
    str,
    typer.Option(
        envvar="DXSCORE_SMTP_TOKEN_COMMAND",
        metavar="COMMAND",
        help="Prints an XOAUTH2 token, unless DXSCORE_SMTP_TOKEN has it.",
    ),
]
_To = Annotated[
    list[str], typer.Option("--to", metavar="ADDRESS", help="A test: send all to this address, as often as asked.")
]
_From = Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Sender, instead of that of dxscore.toml.")]
_Domains = Annotated[
    list[str], typer.Option("--only-domain", metavar="DOMAIN", help="Refuse recipients of other domains. Repeatable.")
]
_State = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What was sent, to send nothing twice. By default .dxscore/mail/sent.jsonl."),
]
_Again = Annotated[bool, typer.Option("--again", help="Send again what an earlier run may or may not have sent.")]


def mail(
    root: Root = Path(),
    output: _Output = [],
    team: _Teams = [],
    directors: _Directors = False,
    send: _Send = False,
    dry_run: _DryRun = False,
    server: _Server = "",
    password_command: _PasswordCommand = "",
    token_command: _TokenCommand = "",
    to: _To = [],
    sender: _From = "",
    only_domain: _Domains = [],
    state: _State = None,
    again: _Again = False,
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Write the week's mail per team and for the directors: .eml files in dxscore-mail/, or sent with --send.

    Recipients stand in [mail] of dxscore.toml or in team files; server and secrets come from the environment alone.
    """
    from dxscore.cli.editions import journal_of
    from dxscore.cli.mail_delivery import Order, delivered
    from dxscore.hosts.relay import Commands
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.mail.post import Wishes

    folders = _folders(output or ([] if send or dry_run else [f"eml={_FOLDER}"]))
    request = ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    prints = _prints(request, Wishes(tuple(team), directors, sender, tuple(to), tuple(only_domain)))
    for name, folder in folders:
        _write(name, folder, prints)
    if send or dry_run:
        journal = None if to else state or journal_of(root)
        order = Order(server, Commands(password_command, token_command), journal, dry_run, again)
        if not delivered([each.letter for each in prints], order):
            raise typer.Exit(2)


def _prints(request: ScanRequest, wishes: Wishes) -> list[Print]:
    from dxscore.cli.editions import weekly_with_view
    from dxscore.pipeline.mailing import team_emails
    from dxscore.reporting.mail.post import Post

    report, view = weekly_with_view(request)
    emails = team_emails(request.root, request.config.owners)
    return list(Post(report, view, request.config.mail, emails, wishes, partial(_attached, report, view)).prints())


def _attached(report: WeeklyReport, view: View, edition: Edition) -> Sequence[Attachment]:
    """The whole report, or the team's part of it, in one file."""
    from dxscore.reporting.mail.mime import Attachment, file_name
    from dxscore.reporting.site import render_single
    from dxscore.reporting.site.narrowing import of_team

    shown = of_team(report, edition.owner) if edition.owner else report
    return (Attachment(f"{file_name(edition)}.html", render_single(shown, view)),)


def _folders(outputs: Iterable[str]) -> list[tuple[str, Path]]:
    """Format and folder of each --output."""
    asked = [text.partition("=") for text in outputs]
    for name, _, folder in asked:
        if name not in _FORMATS or not folder:
            raise DxscoreError(f"{name} is no output of this command", f"one of {', '.join(_FORMATS)}, with =FOLDER")
    return [(name, Path(folder)) for name, _, folder in asked]


def _write(name: str, folder: Path, prints: Iterable[Print]) -> None:
    """A file per edition."""
    from dxscore.reporting.mail.mime import file_name

    folder.mkdir(parents=True, exist_ok=True)
    for each in prints:
        content = {"eml": each.letter.content, "html": each.html.encode(), "text": each.text.encode()}[name]
        file = folder / f"{file_name(each.edition)}.{'txt' if name == 'text' else name}"
        file.write_bytes(content)
        print(f"wrote {file}", file=sys.stderr)
