"""Marks painted over one another on a grid of characters -> lines of styled text."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

BLANK = " "


class Row:
    """One line of a chart while it is drawn."""

    def __init__(self, width: int) -> None:
        self._cells = [(BLANK, "")] * width

    def paint(self, start: int, end: int, char: str, style: str = "") -> None:
        """Columns `start` to `end`, without `end`; what lies outside of the row is left out."""
        for at in range(max(start, 0), min(end, len(self._cells))):
            self._cells[at] = (char, style)

    def fill(self, at: int, char: str, style: str = "") -> None:
        """One column, when nothing is there."""
        if 0 <= at < len(self._cells) and self._cells[at][0] == BLANK:
            self._cells[at] = (char, style)

    def write(self, at: int, text: str, style: str = "") -> None:
        """Text of characters one column wide; moved left where it would stick out."""
        start = max(min(at, len(self._cells) - len(text)), 0)
        for offset, char in enumerate(text):
            self.paint(start + offset, start + offset + 1, char, style)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing stands in columns `start` to `end`, without `end`."""
        return all(char == BLANK for char, _ in self._cells[max(start, 0) : end])

    def text(self) -> Text:
        """The line."""
        runs = groupby(self._cells, key=lambda cell: cell[1])
        return Text.assemble(*(("".join(char for char, _ in run), style) for style, run in runs))
