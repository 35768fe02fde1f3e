"""`dxscore access`: what each action and job does to data, which leave the golden path; one of them as a tree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import (
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    Root,
    configuration,
    deliver_all,
    parse_date,
    parse_outputs,
)
from dxscore.cli.progress import progress_bar
from dxscore.reporting.access import ACCESS_FORMATTERS

_Entry = Annotated[str, typer.Option(metavar="NAME", help="One as a tree: admin/users#show, SyncJob, db:seed.")]
_Kind = Annotated[list[str], typer.Option(help="action, job, mailer, channel, graphql, endpoint, rake. Repeatable.")]
_Pattern = Annotated[list[str], typer.Option(help="Only entry points with this pattern. Repeatable.")]
_Owner = Annotated[list[str], typer.Option(help="Only those of this owner. Repeatable.")]
_Table = Annotated[list[str], typer.Option(help="Only those that read or write this table. Repeatable.")]
_ReplicaSafe = Annotated[bool, typer.Option("--replica-safe", help="Only those that a replica could serve.")]
_CrossesPacks = Annotated[bool, typer.Option("--crosses-packs", help="Only those that touch tables of another pack.")]
_NotIdempotent = Annotated[bool, typer.Option("--not-idempotent", help="Only jobs that must not run twice.")]
_Unthrottled = Annotated[bool, typer.Option("--unthrottled", help="Only those that write many rows without a brake.")]
_NPlusOne = Annotated[bool, typer.Option("--n-plus-one", help="Only those that read once per element.")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(ACCESS_FORMATTERS)}. Repeatable."),
]


def access(
    path: Root = Path(),
    entry: _Entry = "",
    kind: _Kind = [],
    pattern: _Pattern = [],
    owner: _Owner = [],
    table: _Table = [],
    replica_safe: _ReplicaSafe = False,
    crosses_packs: _CrossesPacks = False,
    not_idempotent: _NotIdempotent = False,
    unthrottled: _Unthrottled = False,
    n_plus_one: _NPlusOne = False,
    output: _Outputs = [],
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """What every controller action and job does to data, and which leave the golden path."""
    from dxscore.pipeline.access_report import Wanted, access_report
    from dxscore.pipeline.reading import ScanRequest

    outputs = parse_outputs(output, tuple(ACCESS_FORMATTERS))
    wanted = Wanted(
        entry, tuple(kind), tuple(pattern), tuple(owner), tuple(table),
        replica_safe, crosses_packs, not_idempotent, unthrottled, n_plus_one,
    )  # fmt: skip
    request = ScanRequest(path, configuration(path, config, jobs), parse_date(""), use_cache=not no_cache)
    with progress_bar() as progress:
        report = access_report(request, wanted, progress)
    deliver_all(outputs, ACCESS_FORMATTERS, report, color)
