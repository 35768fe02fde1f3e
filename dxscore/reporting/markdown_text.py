"""Any text -> Markdown that shows exactly that text: no markup, link, mention or table column can come from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dxscore.reporting.safe_text import code_spans, visible

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&$@]|:(?=//)|#(?=\d|#\w*\[)|(?<=www)\.")
_JOINT = "&#8203;"
"""A zero-width space: GitHub and GitLab look for @mentions, #references and bare addresses after unescaping."""
_ADDRESS = re.compile(r"https://[\w./#%?=&~+-]+", re.ASCII)
_SIMPLE = re.compile(r"(?!.*##\w*\[)[^`|\\]+")


def plain(text: str) -> str:
    """Text that means nothing but itself, anywhere in Markdown except at the start of a line."""
    return _MARKUP.sub(_escaped, visible(text))


def code(text: str) -> str:
    """Text in a fixed-width font; what a code span in a table can't hold stands in an element instead."""
    shown = visible(text)
    return f"`{shown}`" if _SIMPLE.fullmatch(shown) else f"<code>{plain(shown)}</code>"


def fenced(source: str) -> str:
    """Ruby code as a block; the fence is longer than any in the code."""
    longest = max(map(len, re.findall(r"`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}ruby", *map(visible, source.splitlines()), fence))


def rule_prose(text: str) -> str:
    """`plain`, with what a rule's author put between backticks as code."""
    return "".join(code(piece) if is_code and piece else plain(piece) for piece, is_code in code_spans(text))


def address(text: str) -> str:
    """A link to a plain https address, '' for any other text."""
    return f"<{text}>" if _ADDRESS.fullmatch(text) else ""


def link(label: str, target: str) -> str:
    """The label (already Markdown), as a link when there is an address."""
    return f"[{label}](<{target}>)" if target else label


def bullets(items: Sequence[str]) -> str:
    """A list of texts that are already Markdown."""
    return "\n".join(f"- {item}" for item in items)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are already Markdown; a title that ends in a colon makes a column of numbers."""
    rule = ["---:" if title.endswith(":") else "---" for title in titles]
    lines = [[title.rstrip(":") for title in titles], rule, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _escaped(found: re.Match[str]) -> str:
    char = found.group()
    return f"&#{ord(char)};{_JOINT if char in '@#:.' else ''}"
