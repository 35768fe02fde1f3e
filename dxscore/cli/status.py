"""`dxscore status`: the gate's verdict as a commit status, which merge rules and deploy tools can require."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from dxscore.cli.hosts import AllowReadOnly, ApiUrl, DryRun, HostOption, Repository, write

_ExitCode = Annotated[int, typer.Option(help="How `dxscore gate` exited: 0 success, 1 failure, other error.", min=0)]
_Context = Annotated[str, typer.Option(metavar="NAME", help="Name of the status.")]
_Description = Annotated[str, typer.Option(metavar="TEXT", help="Shown beside the status, instead of the usual text.")]
_Commit = Annotated[str, typer.Option(metavar="SHA", help="Full id of the commit; by default the one of this CI job.")]
_DetailsUrl = Annotated[str, typer.Option(metavar="URL", help="Page the status links to; by default the CI job's.")]


def status(
    exit_code: _ExitCode,
    context: _Context = "dxscore",
    description: _Description = "",
    commit: _Commit = "",
    details_url: _DetailsUrl = "",
    repository: Repository = "",
    host: HostOption = None,
    api_url: ApiUrl = "",
    allow_read_only: AllowReadOnly = False,
    dry_run: DryRun = False,
) -> None:
    """Set a commit status at GitHub or GitLab from the exit code of `dxscore gate`.

    Always exits with 0 when the status was set. The token comes only from GITHUB_TOKEN, GITLAB_TOKEN or CI_JOB_TOKEN.
    """
    from dxscore.hosts.publishing import host_at, publish_status, verdict
    from dxscore.hosts.target import Given, locate, status_target

    given = Given(host, api_url, repository, commit=commit, run_url=details_url)
    target = status_target(locate(os.environ, given))
    mark = verdict(exit_code, context, description)
    done = f"{mark.context} {mark.state}: {mark.description} (commit {target.commit[:12]} at {target.host})"
    if dry_run:
        print(f"dxscore: would set {done}", file=sys.stderr)
        return

    def publish() -> str:
        publish_status(host_at(target, os.environ), mark)
        return f"set {done}"

    write(publish, allow_read_only=allow_read_only)
