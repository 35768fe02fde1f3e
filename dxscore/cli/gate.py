"""`dxscore gate`: judge what a change adds, against the commit it started from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.code_host import at_code_host
from dxscore.cli.options import (
    AsOf,
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    Root,
    deliver,
    parse_date,
    parse_outputs,
    terminal_view,
)
from dxscore.cli.progress import progress_bar
from dxscore.errors import DxscoreError
from dxscore.reporting.gate import GATE_FORMATTERS

if TYPE_CHECKING:
    from dxscore.pipeline.ends import Kind

_Base = Annotated[
    str, typer.Option(metavar="REF", help="Judge against the merge base with this; by default origin's main branch.")
]
_Head = Annotated[str, typer.Option(metavar="REF", help="The change: a commit, branch or tag.")]
_Staged = Annotated[bool, typer.Option("--staged", help="The change is what is staged, by default on top of HEAD.")]
_WorkTree = Annotated[bool, typer.Option("--worktree", help="The change is what lies on disk.")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(GATE_FORMATTERS)}. Repeatable."),
]
_ShowSuppressed = Annotated[bool, typer.Option("--show-suppressed", help="Show suppressed and exempt findings too.")]


def gate(
    root: Root = Path(),
    base: _Base = "",
    head: _Head = "",
    staged: _Staged = False,
    worktree: _WorkTree = False,
    output: _Outputs = [],
    show_suppressed: _ShowSuppressed = False,
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Judge a change by what it adds. Exits with 1 when the policy says stop, with 2 when there is no judging it.

    Both ends are read from git: nothing is checked out, and a dirty work tree is welcome. Policy, rules and exemptions
    are those of the merge base.
    """
    from dxscore.config import load_config
    from dxscore.domain.gate import Ruling
    from dxscore.pipeline.ends import GateRequest
    from dxscore.pipeline.gating import gate as judge

    outputs = parse_outputs(output, tuple(GATE_FORMATTERS))
    request = GateRequest(
        root,
        parse_date(as_of),
        base,
        head or "HEAD",
        _kind(head, staged=staged, worktree=worktree),
        config=load_config(config) if config else None,
        jobs=jobs,
        use_cache=not no_cache,
    )
    with progress_bar() as progress:
        report = judge(request, progress)
    for each in outputs:
        view = terminal_view(color, to_file=bool(each.path), show_suppressed=show_suppressed)
        placed = at_code_host(view, root, report.head.commit, os.environ)
        deliver(each, GATE_FORMATTERS[each.format](report, placed))
    if report.ruling is Ruling.STOP:
        sys.exit(1)


def _kind(head: str, *, staged: bool, worktree: bool) -> Kind:
    if sum((bool(head), staged, worktree)) > 1:
        raise DxscoreError("several changes asked for", "give one of --head, --staged and --worktree")
    if staged:
        return "staged"
    return "work tree" if worktree else "commit"
