"""`dxscore report slack`: the week's digest to a channel, through an incoming webhook."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import AsOf, ConfigFile, Jobs, NoCache, Root, configuration, parse_date

_VARIABLE = "DXSCORE_SLACK_WEBHOOK_URL"
_Team = Annotated[str, typer.Option(metavar="NAME", help="This team's edition, instead of that of all teams.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the JSON, and send nothing.")]
_State = Annotated[
    Path | None, typer.Option(metavar="FILE", help="What was sent. By default .dxscore/mail/sent.jsonl.")
]
_Again = Annotated[bool, typer.Option("--again", help="Post again what an earlier run may or may not have posted.")]


def slack(
    root: Root = Path(),
    team: _Team = "",
    dry_run: _DryRun = False,
    state: _State = None,
    again: _Again = False,
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Post the week's digest as Block Kit JSON to the webhook that DXSCORE_SLACK_WEBHOOK_URL holds, once a week."""
    from dxscore.cli.editions import journal_of, one_edition
    from dxscore.hosts.journal import opened
    from dxscore.hosts.webhook import checked
    from dxscore.pipeline.announcing import Digest, announced
    from dxscore.pipeline.reading import ScanRequest
    from dxscore.reporting.json_text import harmless
    from dxscore.reporting.mail.mime import key_of
    from dxscore.reporting.slack import render

    address = "" if dry_run else checked(os.environ.get(_VARIABLE, ""), _VARIABLE)
    request = ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)
    edition = one_edition(request, team)
    body = render(edition)
    if dry_run:
        print(harmless(json.dumps(body, indent=2, ensure_ascii=False).encode()))
        return
    with opened(state or journal_of(root)) as journal:
        fate, detail = announced(Digest(f"{key_of(edition)} to a webhook", body), address, journal, again=again)
    print(f"{fate}: {edition.name}{f' ({detail})' if detail and not fate.is_well else ''}")
    if not fate.is_well:
        raise typer.Exit(2)
