"""`dxscore todo write|check|prune`: lists of today's findings that from then on may only get shorter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.completion import rule_ids
from dxscore.cli.files import remove_inside, replace_inside
from dxscore.cli.options import AsOf, ConfigFile, Jobs, NoCache, Root, configuration, parse_date
from dxscore.cli.progress import progress_bar

if TYPE_CHECKING:
    from dxscore.domain.todo import TodoChange
    from dxscore.pipeline import ScanRequest

_Rules = Annotated[
    list[str], typer.Option("--rule", help="Only this rule (id or glob). Repeatable.", autocompletion=rule_ids)
]
_AllowGrowth = Annotated[bool, typer.Option("--allow-growth", help="Let lists get longer.")]


def build() -> typer.Typer:
    """The `todo` group of commands."""
    group = typer.Typer(
        help="Lists of old findings that may only get shorter.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("write")(write)
    group.command("check")(check)
    group.command("prune")(prune)
    return group


def write(
    root: Root = Path(),
    rule: _Rules = [],
    allow_growth: _AllowGrowth = False,
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """List today's findings, one file per rule; exit with 1, and write nothing, when a list would get longer."""
    from dxscore.pipeline.todo import todo_written
    from dxscore.reporting.todo import growth_text

    request = _request(root, as_of, config, jobs, no_cache=no_cache)
    with progress_bar() as progress:
        change = todo_written(request, rule, progress)
    if change.grown and not allow_growth:
        sys.stdout.write(growth_text(change))
        print("nothing written: fix what is new, or use --allow-growth", file=sys.stderr)
        raise typer.Exit(1)
    _apply(request, change)


def check(
    root: Root = Path(),
    rule: _Rules = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Exit with 1 when there are findings that no list holds; tell which entries list what is gone."""
    from dxscore.pipeline.todo import todo_check
    from dxscore.reporting.todo import check_text

    with progress_bar() as progress:
        found = todo_check(_request(root, as_of, config, jobs, no_cache=no_cache), rule, progress)
    sys.stdout.write(check_text(found))
    if found.unlisted:
        raise typer.Exit(1)


def prune(
    root: Root = Path(),
    rule: _Rules = [],
    as_of: AsOf = "",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Take out of the lists what is gone."""
    from dxscore.pipeline.todo import todo_pruned

    request = _request(root, as_of, config, jobs, no_cache=no_cache)
    with progress_bar() as progress:
        change = todo_pruned(request, rule, progress)
    _apply(request, change)


def _request(root: Path, as_of: str, config: Path | None, jobs: int, *, no_cache: bool) -> ScanRequest:
    from dxscore.pipeline import ScanRequest

    return ScanRequest(root, configuration(root, config, jobs), parse_date(as_of), use_cache=not no_cache)


def _apply(request: ScanRequest, change: TodoChange) -> None:
    from dxscore.reporting.todo import change_text

    for path, text in change.texts.items():
        replace_inside(request.root, path, text)
    for path in change.gone:
        remove_inside(request.root, path)
    sys.stdout.write(change_text(change, request.config.gate.todo))
