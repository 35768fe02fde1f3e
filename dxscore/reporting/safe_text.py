"""Text from scanned code -> text that can't steer a terminal, reorder a line or hide: used by every format."""

from __future__ import annotations

import re
from urllib.parse import quote

_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#\w*\[)")
"""What GitHub's runner (`::name::`, `##[name]`) and Azure's (`##vso[name]`) take for a command in a job's output."""


def visible(text: str) -> str:
    r"""The text on one line, with everything unprintable spelled out: ESC as `\x1b`, a right-to-left mark as `\u202e`.

    Covers control characters, line and paragraph separators, bidirectional and zero-width marks, lone surrogates.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def prose(text: str) -> str:
    """`visible`, for texts that people wrote over several lines: white space is folded first."""
    return visible(" ".join(text.split()))


def code_spans(text: str) -> list[tuple[str, bool]]:
    """The prose of a rule in pieces, each with whether it stands between backticks, where rules put code."""
    return [(piece, number % 2 == 1) for number, piece in enumerate(prose(text).split("`"))]


def inert(line: str) -> str:
    r"""A line of output that no CI runner takes for a command: `:` and `#` of one are spelled out (`\x3a`, `\x23`)."""
    return _COMMAND.sub(lambda found: f"{found[1] or ''}\\x{ord(found[0][-1]):02x}", line)


def brief(text: str, most: int) -> str:
    """The text, or its first `most` characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def encodable(text: str) -> str:
    r"""The text with lone surrogates (bytes of a path that are not UTF-8) spelled out as `\udcff`."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda found: _spelled(found.group()), text)


def shorten(path: str, width: int) -> str:
    """At most `width` characters: folders in the middle give way first, then characters in the middle."""
    if len(path) <= width:
        return path
    first, *rest = path.split("/")
    for kept in range(len(rest) - 1, 0, -1):
        shorter = "/".join((first, "…", *rest[-kept:]))
        if len(shorter) <= width:
            return shorter
    tail = max(width - 1, 0) * 2 // 3
    return path[: max(width - 1, 0) - tail] + "…"[:width] + path[len(path) - tail :]


def link_to(template: str, path: str, line: int) -> str:
    """The address of a place by `View.links`, '' without one; the path is percent-encoded."""
    if not template:
        return ""
    escaped = quote(path.encode("utf-8", "surrogateescape"))
    return template.replace("{path}", escaped).replace("{line}", str(line))


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
