"""Pieces of a string, symbol, regular expression or heredoc in the tree -> its text, with escapes read."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIMPLE = {
    "n": "\n",
    "t": "\t",
    "s": " ",
    "r": "\r",
    "0": "\0",
    "e": "\x1b",
    "a": "\a",
    "b": "\b",
    "v": "\v",
    "f": "\f",
    "\n": "",
}
_NAMED_GROUP = re.compile(r"\(\?<(\w+)>")
_MARGIN = re.compile(r"^[ \t]*(?=[^ \t\n])", re.MULTILINE)


def unescape(text: str) -> str:
    """What an escape sequence stands for; a control or meta key stays as written."""
    if text[1:2] in ("u", "x") and (digits := re.findall(r"[0-9a-fA-F]+", text[2:])):
        points = [int(each, 16) for each in digits]
        return "".join(chr(point) if point < 0x110000 else "" for point in points)
    return _SIMPLE.get(text[1:], text[1:] if len(text) == 2 else text)


def named_groups(text: str) -> list[str]:
    """Names of the groups of a regular expression."""
    return _NAMED_GROUP.findall(text)


def heredoc_texts(texts: list[str], literal: list[bool], *, squiggly: bool) -> list[str]:
    """Pieces of a heredoc's body (literal or not) without the line end before it and the margin of its last line."""
    pieces = [*texts]
    if literal and literal[0]:
        pieces[0] = pieces[0].removeprefix("\n")
    if literal and literal[-1]:
        head, newline, rest = pieces[-1].rpartition("\n")
        pieces[-1] = f"{head}{newline}" if not rest.strip(" \t") else pieces[-1]
    if not squiggly:
        return pieces
    width = _margin("".join(text if plain else "x" for plain, text in zip(literal, pieces, strict=True)))
    return _without_margin(zip(literal, pieces, strict=True), width)


def _margin(lines: str) -> int:
    """How far the least indented line of a squiggly heredoc is indented, in characters."""
    return min((len(found) for found in _MARGIN.findall(lines)), default=0)


def _without_margin(pieces: Iterable[tuple[bool, str]], width: int) -> list[str]:
    """Pieces (literal or not, text) of a heredoc's body; `width` characters go at the start of each line."""
    cut = re.compile(rf"(^|(?<=\n))[ \t]{{1,{width}}}") if width else None
    texts, at_start = [], True
    for literal, text in pieces:
        if literal and cut:
            text = cut.sub("", text) if at_start else _after_first_line(cut, text)  # noqa: PLW2901 - the text, cut
        texts.append(text)
        at_start = text.endswith("\n") if literal else False
    return texts


def _after_first_line(cut: re.Pattern[str], text: str) -> str:
    head, newline, rest = text.partition("\n")
    return head + newline + cut.sub("", rest)
