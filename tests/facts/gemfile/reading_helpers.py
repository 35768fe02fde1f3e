"""Files written to a folder -> the Gemfile there, read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dxscore.domain.gemfile import Gemfile
from dxscore.domain.gems import DirectGem
from dxscore.facts.gemfile.reading import read_gemfile
from dxscore.inputs.tree import FolderTree


def read(folder: Path, gemfile: str, others: Mapping[str, str] | None = None, path: str = "Gemfile") -> Gemfile:
    """A Gemfile with other files, by path."""
    for name, content in {path: gemfile, **(others or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return read_gemfile(FolderTree(folder), path)


def only_gem(folder: Path, gemfile: str) -> DirectGem:
    """The one gem that a Gemfile asks for."""
    (gem,) = read(folder, gemfile).gems
    return gem
