"""`dxscore history backfill|show|export|prune`: how the debt moved, from the first day."""

from __future__ import annotations

import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.completion import dimensions, rule_ids
from dxscore.cli.options import (
    Color,
    ColorOption,
    ConfigFile,
    Jobs,
    NoCache,
    Root,
    configuration,
    deliver,
    parse_date,
    parse_outputs,
    terminal_view,
)
from dxscore.reporting.history import EXPORTS, TREND_FORMATTERS

if TYPE_CHECKING:
    from dxscore.pipeline import ScanRequest
    from dxscore.pipeline.backfill import Backfilled
    from dxscore.store import SnapshotStore

_Weekly = Annotated[int, typer.Option(help="Weeks to fill, back from the newest commit.", min=1)]
_Ref = Annotated[str, typer.Option(help="The commit whose first parents are the main line.")]
_Owner = Annotated[list[str], typer.Option("--owner", help="Only this team's findings. Repeatable.")]
_Dimension = Annotated[
    list[str], typer.Option("--dimension", help="Only this dimension. Repeatable.", autocompletion=dimensions)
]
_Rule = Annotated[
    list[str], typer.Option("--rule", help="Only this rule (id or glob). Repeatable.", autocompletion=rule_ids)
]
_Since = Annotated[str, typer.Option(metavar="DATE", help="From this day on (YYYY-MM-DD).")]
_Until = Annotated[str, typer.Option(metavar="DATE", help="Up to this day.")]
_All = Annotated[bool, typer.Option("--all", help="All parts, not only those that moved most.")]
_Outputs = Annotated[
    list[str],
    typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(TREND_FORMATTERS)}. Repeatable."),
]
_Export = Annotated[
    str, typer.Option("--output", "-o", metavar="FORMAT[=PATH]", help=f"{', '.join(EXPORTS)}; parquet needs a PATH.")
]
_Before = Annotated[str, typer.Option(metavar="DATE", help="Forget snapshots of commits before this day.")]
_OtherRules = Annotated[bool, typer.Option("--other-rules", help="Forget snapshots by other rules than today's.")]
_Gone = Annotated[bool, typer.Option("--gone", help="Forget snapshots of commits that the main line has no more.")]


class Division(StrEnum):
    """By what `show` divides the total."""

    OWNER = "owner"
    DIMENSION = "dimension"
    RULE = "rule"


_By = Annotated[Division | None, typer.Option(help="Divide by owner, dimension or rule; by rule if one is asked for.")]


def build() -> typer.Typer:
    """The `history` group of commands."""
    group = typer.Typer(help="How the debt moved, from the first day.", no_args_is_help=True, rich_markup_mode=None)
    group.command("backfill")(backfill)
    group.command("show")(show)
    group.command("export")(export)
    group.command("prune")(prune)
    return group


def backfill(
    root: Root = Path(),
    weekly: _Weekly = 52,
    ref: _Ref = "HEAD",
    config: ConfigFile = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
) -> None:
    """Fill the past from git: a snapshot of each week's last commit. Nothing is checked out; run again, it resumes."""
    from dxscore.cli.stages import stage_bars
    from dxscore.pipeline.backfill import backfill as fill

    request = _request(root, config, jobs, no_cache=no_cache)
    with stage_bars() as stage:
        done = fill(request, _store(request, create=True), weekly, ref, stage)
    for note in done.notes:
        print(f"note: {note}", file=sys.stderr)
    print(f"{done.written} snapshots written, {done.known} of {done.wanted} were there; rules {done.ruleset}")
    _tell_left_out(done)


def show(
    root: Root = Path(),
    by: _By = None,
    owner: _Owner = [],
    dimension: _Dimension = [],
    rule: _Rule = [],
    since: _Since = "",
    until: _Until = "",
    all_parts: _All = False,
    ref: _Ref = "HEAD",
    output: _Outputs = [],
    config: ConfigFile = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show how findings moved: in all and by team, dimension or rule; what is new, what is fixed, what moved most."""
    from dxscore.copying import replace
    from dxscore.domain.trend import Lens
    from dxscore.pipeline.histories import Range, trend
    from dxscore.trends.series import Sight

    outputs = parse_outputs(output, tuple(TREND_FORMATTERS))
    request = _request(root, config)
    division = by or (Division.RULE if rule or dimension else Division.DIMENSION)
    sight = Sight(Lens(tuple(owner), tuple(dimension), tuple(rule)), division.value)
    found = trend(request, _store(request), sight, Range(_day(since), _day(until), ref))
    for each in outputs:
        view = terminal_view(color, to_file=bool(each.path))
        deliver(each, TREND_FORMATTERS[each.format](found, replace(view, top=0) if all_parts else view))


def export(
    root: Root = Path(), since: _Since = "", until: _Until = "", output: _Export = "csv", config: ConfigFile = None
) -> None:
    """Write every snapshot as a table: a row per commit, rule and owner."""
    from dxscore.errors import DxscoreError
    from dxscore.pipeline.histories import Range, snapshots
    from dxscore.reporting.history import exports

    (asked,) = parse_outputs([output], EXPORTS)
    if asked.format == "parquet" and asked.path is None:
        raise DxscoreError("parquet is no text to print", "give it a file: --output parquet=history.parquet")
    make = {"csv": exports.as_csv, "json": exports.as_json, "parquet": exports.as_parquet}[asked.format]
    content = make(snapshots(_store(_request(root, config)), Range(_day(since), _day(until))))
    if asked.path is None:
        sys.stdout.write(content.decode())
    else:
        asked.path.parent.mkdir(parents=True, exist_ok=True)
        asked.path.write_bytes(content)
        print(f"wrote {asked.path}", file=sys.stderr)


def prune(
    root: Root = Path(),
    before: _Before = "",
    other_rules: _OtherRules = False,
    gone: _Gone = False,
    config: ConfigFile = None,
) -> None:
    """Forget snapshots that are old, by other rules, or of commits that history was rewritten without."""
    from dxscore.errors import DxscoreError
    from dxscore.pipeline.histories import unwanted

    if not (before or other_rules or gone):
        raise DxscoreError("nothing was named to forget", "use --before DATE, --other-rules or --gone")
    request = _request(root, config)
    store = _store(request)
    print(f"{store.prune(unwanted(request, store, _day(before), other_rules=other_rules, gone=gone))} snapshots gone")


def _request(root: Path, config: Path | None, jobs: int = 0, *, no_cache: bool = False) -> ScanRequest:
    from dxscore.pipeline import ScanRequest

    return ScanRequest(root, configuration(root, config, jobs), date.today(), use_cache=not no_cache)


def _store(request: ScanRequest, *, create: bool = False) -> SnapshotStore:
    from dxscore.pipeline.histories import history_of

    return history_of(request.root, request.config, os.environ, create=create)


def _day(text: str) -> date | None:
    return parse_date(text) if text else None


def _tell_left_out(done: Backfilled) -> None:
    """Exit with 2 when a commit has no snapshot: what could not be done is never passed over."""
    if not done.left_out:
        return
    first = done.left_out[0]
    others = f", and {len(done.left_out) - 1} more" if len(done.left_out) > 1 else ""
    print(f"dxscore: no snapshot of {first.commit[:12]}{others}: {first.reason}", file=sys.stderr)
    if first.hint:
        print(f"  hint: {first.hint}", file=sys.stderr)
    raise typer.Exit(2)
