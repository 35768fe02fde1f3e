"""Gemfiles of a repository -> who brought each gem into them, when, and in whose words: one log of their changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from dxscore.errors import DxscoreError
from dxscore.inputs.repository import Repository

_LINE = re.compile(r"""([+-])\s*gem[ (]+["']([\w.-]+)["']""")
_LOG = ("log", "--reverse", "-p", "-U0", "--no-ext-diff", "--no-textconv", "--no-renames")
_FORMAT = "--format=%x00%H%x00%an%x00%cs%x00%s%x00"


class Introduction(Struct, frozen=True):
    """The commit that brought a gem, the last one if it had been away."""

    author: str
    day: date
    subject: str
    """First line of the commit message. Like the author's name a stranger's text, without control characters."""


def introductions(repository: Repository | None, paths: Sequence[str]) -> Mapping[str, Introduction]:
    """By gem; empty without git, before the first commit, or when git can't read its log.

    A commit that takes a gem's line away and adds another one only changes it. What was there before a shallow clone
    begins was brought by nobody known.
    """
    if repository is None or not repository.head or not paths:
        return {}
    literal = (f":(literal){path}" for path in paths)
    try:
        pieces = repository.run(*_LOG, _FORMAT, repository.head, "--", *literal).decode("utf-8", "replace").split("\0")
        cut = repository.shallow_commits()
    except DxscoreError:
        return {}
    found: dict[str, Introduction] = {}
    for commit, author, day, subject, patch in _commits(pieces):
        if bytes.fromhex(commit) in cut:
            continue
        added, removed = _gems(patch, "+"), _gems(patch, "-")
        brought = Introduction(_printable(author), date.fromisoformat(day), _printable(subject))
        found |= dict.fromkeys(added - removed, brought)
        found = {name: each for name, each in found.items() if name not in removed - added}
    return found


def _commits(pieces: Sequence[str]) -> Iterator[Sequence[str]]:
    """Id, author, day, subject, patch; before the first of them there is nothing."""
    return (pieces[start : start + 5] for start in range(1, len(pieces) - 4, 5))


def _gems(patch: str, sign: str) -> frozenset[str]:
    found = (_LINE.match(line) for line in patch.splitlines())
    return frozenset(each[2] for each in found if each and each[1] == sign)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
