"""`dxscore init`: look around and write a short, commented dxscore.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import Root
from dxscore.errors import DxscoreError

_Force = Annotated[bool, typer.Option("--force", help="Overwrite an existing dxscore.toml.")]


def init(root: Root = Path(), force: _Force = False) -> None:
    """Detect packs, owners and CI, and write dxscore.toml."""
    from dxscore.inputs.surroundings import look_around
    from dxscore.reporting.starter import starter_config

    target = root / "dxscore.toml"
    if target.exists() and not force:
        raise DxscoreError(f"{target} is there already", "--force overwrites it")
    surroundings = look_around(root)
    target.write_text(starter_config(surroundings), encoding="utf-8")
    for line in surroundings.described():
        print(line)
    print(f"wrote {target}; try: dxscore scan {root}")
