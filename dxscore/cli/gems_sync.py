"""`dxscore gems sync`: the one command that asks gem servers; what they say goes into the snapshot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.options import Root
from dxscore.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dxscore.pipeline.gem_sync import SyncRequest, SyncResult

_Snapshot = Annotated[
    Path | None, typer.Option(help="File to write; .dxscore/gems.snapshot by default.", dir_okay=False)
]
_AdvisoryDb = Annotated[
    Path | None,
    typer.Option(help="Clone or folder of ruby-advisory-db; that of bundler-audit by default.", exists=True),
]
_Osv = Annotated[Path | None, typer.Option(help="Folder or zip file of OSV records to add.", exists=True)]
_Without = Annotated[
    list[str], typer.Option(metavar="HOST", help="Do not ask this gem server; its gems stay unknown. Repeatable.")
]
_MOST_REASONS = 20


def sync(
    root: Root = Path(),
    snapshot: _Snapshot = None,
    advisory_db: _AdvisoryDb = None,
    osv: _Osv = None,
    without: _Without = [],
) -> None:
    """Ask gem servers for the releases of all locked gems; write them, and advisories on them, into a snapshot.

    Servers, mirrors and credentials are those that Bundler would use. Asked again, only what has changed is fetched.
    """
    import os
    from datetime import UTC, datetime

    from dxscore.gems.freshness import age_warnings
    from dxscore.pipeline.gem_sync import sync_gems
    from dxscore.pipeline.project_sync import SyncOptions, project_request

    options = SyncOptions(snapshot, advisory_db, osv, frozenset(without))
    request = project_request(root, options, os.environ, Path.home(), datetime.now(UTC).date())
    with progress_bar() as progress:
        result = sync_gems(request, progress)
    _tell(result, request, age_warnings([source.evidence for source in request.advisories], request.today))


def _tell(result: SyncResult, request: SyncRequest, warnings: Iterable[str]) -> None:
    print(f"{request.snapshot}: {result.known} gems, {result.fetched} of them new or changed")
    unknown = sorted(result.unknown.items())
    for name, reason in unknown[:_MOST_REASONS]:
        print(f"unknown: {name}: {reason}", file=sys.stderr)
    if len(unknown) > _MOST_REASONS:
        print(f"unknown: {len(unknown) - _MOST_REASONS} more", file=sys.stderr)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if not request.advisories:
        hint = "git clone https://github.com/rubysec/ruby-advisory-db, then --advisory-db"
        print(f"no advisories: there is no database at hand ({hint})", file=sys.stderr)
