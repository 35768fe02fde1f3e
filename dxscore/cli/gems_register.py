"""`dxscore gems register`: write the entries that the dependency register lacks into dxscore.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import AsOf, Root, configuration, parse_date
from dxscore.cli.progress import progress_bar

_DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the entries instead of writing them.")]


def register(root: Root = Path(), dry_run: _DryRun = False, as_of: AsOf = "") -> None:
    """Write a stub into dxscore.toml for each direct gem without a reason or an owner.

    Stubs tell who brought the gem, when and why, and which files use it; they suggest as owner who owns most of these.
    """
    from dxscore import pipeline
    from dxscore.config import FILE_NAME
    from dxscore.pipeline.gem_register import register_stubs

    request = pipeline.ScanRequest(root, configuration(root, None), parse_date(as_of))
    with progress_bar() as progress:
        stubs = register_stubs(request, progress)
    if dry_run:
        sys.stdout.write(stubs.text)
    elif stubs.text:
        file = root / FILE_NAME
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"{before.rstrip()}\n\n{stubs.text}".lstrip(), encoding="utf-8")
        print(f"wrote {stubs.written} entries to {file}: fill in the reasons, check the owners", file=sys.stderr)
    else:
        print("every direct gem has an entry", file=sys.stderr)
    for name in stubs.half_done:
        print(f"[gems.{name}] in {FILE_NAME} lacks a reason or an owner", file=sys.stderr)
