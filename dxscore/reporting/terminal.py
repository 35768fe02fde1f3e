"""Lines of styled text for a terminal: aligned columns, folded paragraphs, colours that only underline words."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from dxscore.reporting.safe_text import inert, shorten, visible
from dxscore.reporting.view import View

LEVEL_STYLES = {"none": "bold red", "bronze": "yellow", "silver": "cyan", "gold": "bold green", "unknown": "magenta"}
SEVERITY_STYLES = {"blocker": "bold red", "critical": "red", "major": "yellow", "info": "dim"}
GAP = 2
_MINIMUM = 12
"""A flexible column is never narrower."""


class Column(Struct, frozen=True):
    """One column of a table."""

    title: str
    right: bool = False
    flexible: bool = False
    """Its cells are paths or names, cut in the middle so that the table fits the terminal."""


def rendered(lines: Iterable[Text], view: View) -> str:
    """The lines as text with the terminal codes that the view allows, none of which come from their content."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=view.width,
        force_terminal=view.terminal,
        color_system="standard" if view.color else None,
        no_color=not view.color,
        highlight=False,
        legacy_windows=False,
    )
    for line in lines:
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)
    return "\n".join(map(inert, out.getvalue().split("\n")))


def styled(text: str, style: str = "", link: str = "") -> Text:
    """Made visible, and a link where the terminal can."""
    return Text(visible(text), style=f"{style} link {link}".strip() if link else style)


def heading(text: str, note: str = "") -> list[Text]:
    """An empty line and a title with a remark."""
    return [Text(), Text.assemble((visible(text), "bold"), (f"  {visible(note)}" if note else "", "dim"))]


def paragraph(text: str, view: View, indent: int = 0, style: str = "", mark: str = "") -> list[Text]:
    """Prose folded to the terminal's width; `mark` stands before its first line."""
    hanging = indent + len(mark)
    folded = textwrap.wrap(visible(text), max(view.width - hanging, _MINIMUM), break_on_hyphens=False) or [""]
    return [
        Text(" " * (hanging if number else indent) + ("" if number else mark) + line, style=style)
        for number, line in enumerate(folded)
    ]


def aligned(columns: Sequence[Column], rows: Sequence[Sequence[Text]], view: View) -> list[Text]:
    """A title line and one line per row, each as wide as its content and at most as wide as the terminal."""
    lines = _with_titles(columns, rows)
    widths = _fitted(_natural(lines), [at for at, column in enumerate(columns) if column.flexible], view.width)
    return [_line(columns, line, widths) for line in lines]


def fits(columns: Sequence[Column], rows: Sequence[Sequence[Text]], view: View) -> bool:
    """Whether the table stands on the terminal without any cut."""
    return _total(_natural(_with_titles(columns, rows))) <= view.width


def _with_titles(columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> list[Sequence[Text]]:
    return [[Text(column.title.upper(), style="dim") for column in columns], *rows]


def _natural(lines: Sequence[Sequence[Text]]) -> list[int]:
    return [max(cell.cell_len for cell in cells) for cells in zip(*lines, strict=True)]


def _fitted(widths: list[int], flexible: Sequence[int], width: int) -> list[int]:
    """Takes from the widest flexible column until the table fits or none has more than the minimum."""
    while _total(widths) > width and flexible:
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] <= _MINIMUM:
            break
        widths = [*widths[:widest], widths[widest] - 1, *widths[widest + 1 :]]
    return widths


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _line(columns: Sequence[Column], row: Sequence[Text], widths: Sequence[int]) -> Text:
    line = Text()
    for number, (column, cell, width) in enumerate(zip(columns, row, widths, strict=True)):
        fitted = Text(shorten(cell.plain, width), style=cell.style) if cell.cell_len > width else cell
        blank = " " * max(width - fitted.cell_len, 0)
        line.append(" " * GAP if number else "")
        line.append_text(Text(blank) + fitted if column.right else fitted + Text(blank))
    return line
