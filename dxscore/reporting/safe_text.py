"""Text from scanned code -> text that can't steer a terminal, reorder a line or hide: used by every format."""

from __future__ import annotations

import re
from urllib.parse import quote

_SURROGATE = re.compile("[\ud800-\udfff]")


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


def encodable(text: str) -> str:
    r"""The text with lone surrogates (bytes of a path that are not UTF-8) spelled out as `\udcff`."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda found: _spelled(found.group()), text)


def shorten(text: str, width: int) -> str:
    """At most `width` characters, cut in the middle, so that a path keeps its first folder and its file name."""
    if len(text) <= width:
        return text
    if width < 2:
        return text[: max(width, 0)]
    tail = min((width - 1) * 2 // 3 + 1, width - 1)
    return text[: width - 1 - tail] + "…" + text[-tail:]


def link_to(template: str, path: str, line: int) -> str:
    """The address of a place by `View.links`, '' without one; the path is percent-encoded."""
    if not template:
        return ""
    escaped = quote(path.encode("utf-8", "surrogateescape"))
    return template.replace("{path}", escaped).replace("{line}", str(line))


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
