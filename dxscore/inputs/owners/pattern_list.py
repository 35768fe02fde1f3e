"""Path patterns in the order of their file -> the last one that holds for a path, fast for many of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from dxscore.inputs.owners.patterns import Pattern


@dataclass(frozen=True, slots=True)
class PatternList:
    """Patterns in the order of their file, asked for the last that holds for a path."""

    _files: _Lookup
    _folders: _Lookup
    _known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Answers for folders: what holds for one holds for all below it, and files come in folders."""

    @classmethod
    def of(cls, patterns: Sequence[Pattern]) -> PatternList:
        """Compile the patterns of one file or section."""
        numbered = list(enumerate(patterns))
        return cls(
            _Lookup.of([(index, pattern) for index, pattern in numbered if pattern.files]),
            _Lookup.of([(index, pattern) for index, pattern in numbered if pattern.folders]),
        )

    def last(self, path: str) -> int:
        """Index of the last pattern that holds, -1 for none."""
        return max(self._below(path.rpartition("/")[0]), self._files.last(path))

    def _below(self, folder: str) -> int:
        if folder not in self._known:
            above = self._below(folder.rpartition("/")[0]) if folder else -1
            self._known[folder] = max(above, self._folders.last(folder))
        return self._known[folder]


class PatternGroups(Struct, frozen=True):
    """Groups of patterns, one per team, asked for every group that holds for a path."""

    _any: PatternList
    _first: int
    _halves: tuple[PatternGroups, ...]
    """Asked only when some pattern of the whole holds: few teams claim the same path."""

    @classmethod
    def of(cls, groups: Sequence[Sequence[Pattern]], first: int = 0) -> PatternGroups:
        """Compile; `first` is the number of the first group."""
        middle = len(groups) // 2
        halves = (cls.of(groups[:middle], first), cls.of(groups[middle:], first + middle)) if middle else ()
        return cls(PatternList.of([pattern for group in groups for pattern in group]), first, halves)

    def holding(self, path: str) -> Iterator[int]:
        """Numbers of the groups of which a pattern holds, in order."""
        if self._any.last(path) < 0:
            return
        if not self._halves:
            yield self._first
        for half in self._halves:
            yield from half.holding(path)


class _Lookup(Struct, frozen=True):
    """Numbered patterns, by the way in which they name."""

    exact: Mapping[str, int]
    names: _Alternation | None
    paths: _Alternation | None

    @classmethod
    def of(cls, patterns: Sequence[tuple[int, Pattern]]) -> _Lookup:
        return cls(
            {pattern.exact: index for index, pattern in patterns if pattern.exact},
            _Alternation.of([(index, pattern.name) for index, pattern in patterns if pattern.name]),
            _Alternation.of([(index, pattern.path) for index, pattern in patterns if pattern.path]),
        )

    def last(self, path: str) -> int:
        """Number of the last pattern that names the path, -1 for none."""
        found = self.exact.get(path, -1)
        if self.names:
            found = max(found, self.names.last(path.rpartition("/")[2]))
        return max(found, self.paths.last(path)) if self.paths else found


class _Alternation(Struct, frozen=True):
    """Numbered regular expressions, tried as one, later ones first."""

    regex: re.Pattern[str]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, sources: Sequence[tuple[int, str]]) -> _Alternation | None:
        """Join; the empty group behind each alternative tells which one it was.

        A group in front would hide the first letter, by which the regex engine drops most alternatives unseen.
        """
        if not sources:
            return None
        joined = "|".join(f"(?:{source})()" for _, source in reversed(sources))
        return cls(re.compile(joined, re.DOTALL), tuple(number for number, _ in reversed(sources)))

    def last(self, text: str) -> int:
        """Number of the last source that matches the whole text, -1 for none."""
        found = self.regex.fullmatch(text)
        return self.numbers[found.lastindex - 1] if found and found.lastindex else -1
