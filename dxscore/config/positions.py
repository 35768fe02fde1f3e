"""The text of a valid TOML file -> the line of each table and key; tomllib tells values, not places."""

from __future__ import annotations

import re

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_PATH = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[{{1,2}}[ \t]*({_PATH})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_PATH})[ \t]*=")
_PART = re.compile(_KEY)


class Positions:
    """Where keys stand. Inside multi-line strings and inline tables the place of the key around them is given."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = _parts(header[1])
                self._note(table, number)
            elif assignment := _ASSIGNMENT.match(line):
                self._note((*table, *_parts(assignment[1])), number)

    def line(self, place: tuple[str, ...]) -> int:
        """The line of the key, else of the nearest table around it, else 1."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _note(self, place: tuple[str, ...], number: int) -> None:
        for length in range(1, len(place) + 1):
            self._lines.setdefault(place[:length], number)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PART.findall(path))
