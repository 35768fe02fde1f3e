"""Bytes of a Dockerfile -> its instructions, with continued lines joined and here-documents passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_ESCAPE = re.compile(r"#\s*escape\s*=\s*(?P<sign>[\\`])\s*", re.IGNORECASE)
_HEREDOC = re.compile(r"<<(?P<dash>-?)(?P<quote>[\"']?)(?P<end>\w+)(?P=quote)")
_INSTRUCTION = re.compile(r"\s*(?P<name>[A-Za-z]+)\s+(?P<rest>.*\S)\s*", re.DOTALL)


class Instruction(Struct, frozen=True):
    """`NAME rest`, with the name in capitals."""

    name: str
    rest: str
    line: int
    """Where it begins."""


def instructions(source: bytes) -> Iterator[Instruction]:
    """In the order of the file; comments and what is no instruction are left out."""
    lines = source.decode("utf-8-sig", "replace").splitlines()
    escape = _escape(lines)
    numbered = iter(enumerate(lines, 1))
    for number, line in numbered:
        if line.lstrip().startswith("#"):
            continue
        text = _joined(line, escape, numbered)
        if found := _INSTRUCTION.fullmatch(text):
            name = found["name"].upper()
            yield Instruction(name, found["rest"], number)
            if name in ("RUN", "COPY", "ADD"):
                _pass_over_documents(text, numbered)


def _escape(lines: list[str]) -> str:
    """The sign that continues a line; a directive on the first line may change it."""
    found = _ESCAPE.fullmatch(lines[0].strip()) if lines else None
    return found["sign"] if found else "\\"


def _joined(line: str, escape: str, following: Iterator[tuple[int, str]]) -> str:
    """The line with those it continues on; comments and blank lines between them do not end it."""
    parts = [line.rstrip()]
    while parts[-1].endswith(escape):
        parts[-1] = parts[-1][:-1]
        parts.append(next((text.rstrip() for _, text in following if not _is_void(text)), ""))
    return "".join(parts)


def _is_void(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _pass_over_documents(text: str, following: Iterator[tuple[int, str]]) -> None:
    for found in _HEREDOC.finditer(text):
        for _, line in following:
            if (line.lstrip("\t") if found["dash"] else line).rstrip() == found["end"]:
                break
