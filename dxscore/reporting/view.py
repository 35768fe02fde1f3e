"""How a report should look: the options every formatter takes beside the report itself."""

from __future__ import annotations

from msgspec import Struct


class View(Struct, frozen=True):
    """Choices about looks; what is shown is chosen by `select`."""

    width: int = 80
    """Columns of the terminal."""
    color: bool = False
    """Whether colour may be used; whoever builds the view has asked NO_COLOR, FORCE_COLOR and the terminal."""
    terminal: bool = False
    """Whether a person reads along; otherwise `text` is one finding per line."""
    show_suppressed: bool = False
    """List suppressed and exempt findings too. json, jsonl and csv always carry them, with their status."""
    top: int = 10
    """How many actions and hotspots are listed."""
    links: str = ""
    """Address of a place in the code with holes `{path}` and `{line}`, '' for no links."""
    folder: str = ""
    """The project seen from the top of its repository, 'sub/folder/' or '': code hosts count paths from the top."""
