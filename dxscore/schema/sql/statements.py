"""A dump by mysqldump or sqlite3 -> its statements, without comments; and texts with what is quoted masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(
    r"""(?P<quoted>'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)
      | (?P<comment>--[^\n]*|^\#[^\n]*|/\*[^!].*?\*/)
      | (?P<versioned>/\*!\d*|\*/)
      | (?P<delimiter>^DELIMITER[ ]\S+[ ]*$)
      | (?P<end>;+)
      | (?P<word>[^\s;'"`/*\-#]+|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_BLOCK = re.compile(r"CREATE\s.*\b(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\b", re.IGNORECASE | re.DOTALL)
_BLOCK_HEAD = 400
"""Characters within which a statement says that it has a body of statements."""
_QUOTED = re.compile(r"""'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`""")
_PARENTHESES = re.compile(r"\([^()]*\)")


def statements(source: str) -> Iterator[tuple[str, int]]:
    """Each with the line where it starts; what MySQL hides from other servers (`/*!50001 ... */`) counts as code."""
    pieces: list[str] = []
    start, delimiter = 0, ";"
    for match in _PIECE.finditer(source):
        kind = match.lastgroup
        if kind == "delimiter":
            delimiter = match[0].split()[1]
        elif kind == "end" and match[0].startswith(delimiter) and not _inside_block(pieces, delimiter):
            yield from _statement(pieces, source, start)
            pieces = []
        elif kind in {"comment", "versioned"}:
            pieces.append(" ")
        else:
            start = start if "".join(pieces).strip() else match.start()
            pieces.append(match[0])
    yield from _statement(pieces, source, start)


def masked(text: str) -> str:
    """What is quoted or in parentheses made blank, so that words are found at their places outside of it."""
    text = _QUOTED.sub(lambda match: "\x00" * len(match[0]), text)
    while _PARENTHESES.search(text):
        text = _PARENTHESES.sub(lambda match: "\x00" * len(match[0]), text)
    return text


def enclosed(text: str, start: int = 0) -> tuple[str, int]:
    """What the first parentheses from `start` hold, and where they end."""
    blank = _QUOTED.sub(lambda match: "\x00" * len(match[0]), text)
    opening = blank.find("(", start)
    depth = 0
    for position in range(opening, len(blank)):
        depth += {"(": 1, ")": -1}.get(blank[position], 0)
        if depth == 0:
            return text[opening + 1 : position], position + 1
    return "", len(text)


def _statement(pieces: list[str], source: str, start: int) -> Iterator[tuple[str, int]]:
    if text := "".join(pieces).strip():
        yield text, source.count("\n", 0, start) + 1


def _inside_block(pieces: list[str], delimiter: str) -> bool:
    """SQLite has no DELIMITER: a trigger ends with END."""
    if delimiter != ";":
        return False
    text = "".join(pieces).strip()
    return bool(_BLOCK.match(text[:_BLOCK_HEAD])) and not text.upper().endswith("END")
