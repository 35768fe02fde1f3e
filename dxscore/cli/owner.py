"""`dxscore owner PATH`: who owns it, and which source says so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import ConfigFile, configuration

_Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, relative to the project.")]
_Project = Annotated[Path, typer.Option("--project", help="Folder of the Rails application.", file_okay=False)]


def owner(paths: _Paths, project: _Project = Path(), config: ConfigFile = None) -> None:
    """Say who owns a file, which source says so, and what the other sources say."""
    from dxscore.pipeline import owners_of

    for path, claims in owners_of(project.resolve(), configuration(project, config), tuple(paths)).items():
        print(f"{path}: {claims[0].owner if claims else 'unowned'}")
        for claim in claims:
            print(f"  {claim.owner} says {claim.source} ({claim.place})")
        if not claims:
            print("  no source names an owner")
