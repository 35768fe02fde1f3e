"""Surroundings -> the text of a first dxscore.toml."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dxscore.domain.surroundings import Surroundings
from dxscore.resources import REPORTS


def starter_config(surroundings: Surroundings) -> str:
    """A short, commented configuration in which every key is at its default."""
    templates = Environment(  # noqa: S701 - TOML, not HTML; nothing from scanned code goes in
        loader=FileSystemLoader(REPORTS), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    return templates.get_template("dxscore.toml.j2").render(found=surroundings)
