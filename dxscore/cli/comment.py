"""`dxscore comment`: post the gate's report to the pull request, or update it in place."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.hosts import AllowReadOnly, ApiUrl, DryRun, HostOption, Repository, write

if TYPE_CHECKING:
    from dxscore.hosts.publishing import Published
    from dxscore.hosts.target import Target

_File = Annotated[
    Path, typer.Option(help="Markdown of `dxscore gate --output markdown=FILE`; - for standard input.", allow_dash=True)
]
_Number = Annotated[int, typer.Option(metavar="N", help="Number of the pull request or merge request.", min=0)]
_UnlessClean = Annotated[
    bool, typer.Option("--unless-clean", help="Write no new comment when there is nothing to say; still update one.")
]


def comment(
    file: _File = Path("-"),
    number: _Number = 0,
    repository: Repository = "",
    host: HostOption = None,
    api_url: ApiUrl = "",
    unless_clean: _UnlessClean = False,
    allow_read_only: AllowReadOnly = False,
    dry_run: DryRun = False,
) -> None:
    """Post a report to the pull request at GitHub or GitLab, or update it in place.

    Host, repository and number come from the CI job's environment, the token only from GITHUB_TOKEN, GITLAB_TOKEN or
    CI_JOB_TOKEN.
    """
    from dxscore.hosts.publishing import host_at, preview, publish_comment
    from dxscore.hosts.target import Given, comment_target, locate

    text = _text(file)
    target = comment_target(locate(os.environ, Given(host, api_url, repository, number)))
    if dry_run:
        print(f"dxscore: would comment on {target.place}", file=sys.stderr)
        sys.stdout.write(preview(target, text))
        return
    write(
        lambda: _told(publish_comment(host_at(target, os.environ), text, unless_clean=unless_clean), target),
        allow_read_only=allow_read_only,
    )


def _text(file: Path) -> str:
    from dxscore.errors import DxscoreError

    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise DxscoreError(f"cannot read {file}: {error.strerror}") from error
    text = content.decode("utf-8", "replace")
    if not text.strip():
        raise DxscoreError("there is nothing to comment", "give the text: --file FILE, or on standard input")
    return text


def _told(published: Published, target: Target) -> str:
    if published.comment is None:
        return f"nothing to say, and no earlier comment to update, on {target.place}"
    return f"{published.action} comment {published.comment.url or published.comment.id} on {target.place}"
