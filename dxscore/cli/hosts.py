"""Options of the commands that write to a code host, and what they have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, TypeAlias

import typer

from dxscore.hosts.target import HostKind

HostOption: TypeAlias = Annotated[HostKind | None, typer.Option("--host", help="By default the host of this CI job.")]
ApiUrl: TypeAlias = Annotated[
    str, typer.Option(metavar="URL", help="Root of the API, for GitHub Enterprise or a GitLab of your own.")
]
Repository: TypeAlias = Annotated[
    str, typer.Option(metavar="OWNER/NAME", help="The repository; at GitLab the project's number or path.")
]
AllowReadOnly: TypeAlias = Annotated[
    bool, typer.Option("--allow-read-only", help="Exit with 0 when the token may only read, as one of a fork may.")
]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Print what would be written, and ask no host.")]


def write(action: Callable[[], str], *, allow_read_only: bool) -> None:
    """Do it and print what was done. Without the permission to, fail, or say so on standard error when allowed."""
    from dxscore.hosts.token import ReadOnlyError

    try:
        print(action())
    except ReadOnlyError as error:
        if not allow_read_only:
            raise
        print(f"dxscore: nothing written: {error}", file=sys.stderr)
