"""The Markdown of a comment -> the same with its hidden marker, no longer than the host takes."""

from __future__ import annotations

import re

from dxscore.domain.comment import CLEAN, MARKER

_NOTE = "\n\n_Cut here: {count} more lines did not fit. The whole report is in the log of the job._\n"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ROOM = 400
"""Characters kept free for the note and for closing what the cut left open."""


def is_marked(body: str) -> bool:
    """Whether the marker stands on a line of its own; a comment that quotes it is another's."""
    return _has_line(body, MARKER)


def is_clean(text: str) -> bool:
    """Whether the report says of itself that it has nothing to say."""
    return _has_line(text, CLEAN)


def comment_body(text: str, limit: int) -> str:
    """The text with the marker, cut at the end of a line when it has more than `limit` characters."""
    marked = text if is_marked(text) else f"{MARKER}\n{text}"
    return marked if _length(marked) <= limit else _cut(text, limit)


def _has_line(text: str, wanted: str) -> bool:
    return any(line.strip() == wanted for line in text.splitlines())


def _cut(text: str, limit: int) -> str:
    lines = [line for line in text.splitlines() if line.strip() != MARKER]
    kept: list[str] = []
    room = limit - _ROOM - len(MARKER)
    for line in lines:
        room -= _length(line) + 1
        if room < 0:
            break
        kept.append(line)
    note = _NOTE.format(count=len(lines) - len(kept))
    return "\n".join([MARKER, *kept]) + _closed(kept) + note


def _closed(lines: list[str]) -> str:
    """What closes the code block and the folded parts that are still open after these lines."""
    fence, folds = "", 0
    for line in lines:
        mark = _FENCE.match(line)
        if mark:
            fence = _after(fence, mark[1])
        elif not fence:
            folds += line.count("<details") - line.count("</details>")
    return (f"\n{fence}" if fence else "") + "\n\n</details>" * min(max(folds, 0), 10)


def _after(fence: str, mark: str) -> str:
    """The fence that is open after this one: a block ends with the same sign, at least as often."""
    if not fence:
        return mark
    return "" if mark.startswith(fence) else fence


def _length(text: str) -> int:
    """In UTF-16 units, the larger of the ways in which hosts count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
