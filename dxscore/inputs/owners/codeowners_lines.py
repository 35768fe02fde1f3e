"""Lines of a CODEOWNERS file, as GitHub or GitLab read them -> sections of entries; bad lines are reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.errors import Problem
from dxscore.inputs.owners.patterns import InvalidPatternError, Pattern, github, gitlab

Host: TypeAlias = Literal["github", "gitlab"]

_USER_OR_TEAM = re.compile(r"@[\w][\w.-]*(?:/[\w][\w.-]*)*")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROLE = re.compile(r"@@\w+")
_HEADING = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d*\])?(?P<owners>(?:\s.*)?)")
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\$)+")


class Entry(Struct, frozen=True):
    """One line: who owns what it names."""

    pattern: Pattern
    owners: tuple[str, ...]
    """As written, first first; none clears what lines above say."""
    line: int


@dataclass(slots=True)
class Section:
    """Lines that are matched among themselves; a file of GitHub is one section."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    excluded: list[Pattern] = field(default_factory=list)
    """GitLab's `!path`: out of this section for good, wherever the line stands."""


def parse(text: str, path: str, host: Host) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """All sections in the order of their first heading, and the lines that mean nothing, which are passed over."""
    reader = _Reader(path, host)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.read(line.strip(), number)
    return tuple(reader.sections.values()), tuple(reader.problems)


def has_sections(text: str) -> bool:
    """Whether there are headings that only GitLab knows."""
    return any(_HEADING.fullmatch(line.strip()) for line in text.splitlines())


class _Reader:
    """The state of one pass over the lines: the current section and its default owners."""

    def __init__(self, path: str, host: Host) -> None:
        self.path = path
        self.host = host
        self.problems: list[Problem] = []
        self.sections: dict[str, Section] = {"": Section("")}
        self.section = self.sections[""]
        self.default_owners: tuple[str, ...] = ()

    def read(self, line: str, number: int) -> None:
        if self.host == "gitlab" and (heading := _HEADING.fullmatch(line)):
            self._open(heading, number)
            return
        words = list(_words(line))
        try:
            self._add(words[0], words[1:], number)
        except InvalidPatternError as error:
            self.problems.append(Problem(self.path, number, f"'{words[0]}': {error}", "the line is passed over"))

    def _open(self, heading: re.Match[str], number: int) -> None:
        """GitLab joins sections of one name, whatever its letter case."""
        name = heading["name"].strip()
        self.section = self.sections.setdefault(name.lower(), Section(name))
        self.default_owners = self._owners(list(_words(heading["owners"])), number)

    def _add(self, pattern: str, owners: Sequence[str], number: int) -> None:
        if self.host == "gitlab":
            self._add_gitlab(pattern, owners, number)
        elif pattern.startswith("\\#"):
            raise InvalidPatternError("'#' can't be escaped here")
        elif unknown := [owner for owner in owners if not _is_owner(owner, self.host)]:
            raise InvalidPatternError(f"'{unknown[0]}' is no owner")
        else:
            self.section.entries.append(Entry(github(pattern), tuple(owners), number))

    def _add_gitlab(self, pattern: str, owners: Sequence[str], number: int) -> None:
        if pattern.startswith("!"):
            self.section.excluded.append(gitlab(pattern[1:]))
            return
        named = self._owners(owners, number) or self.default_owners
        if not named:
            self.problems.append(Problem(self.path, number, f"'{pattern}' has no owner"))
        self.section.entries.append(Entry(gitlab(pattern), named, number))

    def _owners(self, words: Sequence[str], number: int) -> tuple[str, ...]:
        """Those that GitLab understands; it passes over single words, not lines."""
        unknown = [word for word in words if not _is_owner(word, self.host)]
        self.problems += [Problem(self.path, number, f"'{word}' is no owner", "it is passed over") for word in unknown]
        return tuple(word for word in words if word not in unknown)


def _words(line: str) -> Iterator[str]:
    """Words up to a comment; a backslash keeps a space within a word."""
    for found in _WORD.finditer(line):
        if found[0].startswith("#"):
            return
        yield found[0]


def _is_owner(word: str, host: Host) -> bool:
    if host == "gitlab" and _ROLE.fullmatch(word):
        return True
    return bool(_USER_OR_TEAM.fullmatch(word) or _ADDRESS.fullmatch(word))
