"""A version's text -> a value that compares as Gem::Version of RubyGems does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

Segment: TypeAlias = int | str
_Key: TypeAlias = tuple[int | str, ...]

PATTERN = r"[0-9]+(?>\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
"""RubyGems' VERSION_PATTERN."""

# Ruby's \s: unlike Python's it has none of the Unicode spaces and separators.
SPACE = r"[ \t\r\n\f\v]"
_ANCHORED = re.compile(rf"{SPACE}*(?:{PATTERN})?{SPACE}*")
_RUNS = re.compile(r"[0-9]+|[a-zA-Z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """Equal and ordered by meaning, `1.0` == `1`; `text` keeps the normal form it was written in."""

    text: str
    """Without surrounding space and with `.pre.` for each hyphen, as RubyGems writes it."""
    segments: tuple[Segment, ...]
    """Numbers and runs of letters: 1.0.rc2 gives 1, 0, 'rc', 2."""
    key: _Key = field(init=False, repr=False)
    """Compares as the version does, and cheaply: the releases of a few hundred gems take a million comparisons."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", _key(self.canonical_segments))

    @classmethod
    def parse(cls, text: str) -> Version:
        """Raises ValueError for what RubyGems calls malformed; nothing but space is version 0."""
        return _parsed(text)

    @property
    def prerelease(self) -> bool:
        """Whether it holds any letter."""
        return not self.text.replace(".", "").isdigit()

    @property
    def canonical_segments(self) -> tuple[Segment, ...]:
        """Segments without the zeros that do not count: at the end, and before the first letters."""
        numbers, rest = self._split()
        return (*_without_trailing_zeros(numbers), *_without_trailing_zeros(rest))

    def release(self) -> Version:
        """The version without its prerelease part: 1.2.0.rc1 -> 1.2.0."""
        return _of(self._split()[0]) if self.prerelease else self

    def bump(self) -> Version:
        """The least release that `~>` of this version excludes: 5.3.1 -> 5.4, 5.3 -> 6, 5 -> 6."""
        return _bumped(self.segments)

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.key == other.key

    def __lt__(self, other: Version) -> bool:
        return self.key < other.key

    def __le__(self, other: Version) -> bool:
        return self.key <= other.key

    def __gt__(self, other: Version) -> bool:
        return self.key > other.key

    def __ge__(self, other: Version) -> bool:
        return self.key >= other.key

    def _split(self) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
        """Numbers up to the first letters, and the rest."""
        return _split(self.segments)


def _of(segments: tuple[Segment, ...]) -> Version:
    return Version(".".join(map(str, segments)), segments)


@lru_cache(maxsize=1 << 13)
def _bumped(segments: tuple[Segment, ...]) -> Version:
    numbers = [segment for segment in _split(segments)[0] if isinstance(segment, int)]
    kept = numbers[:-1] if len(numbers) > 1 else numbers
    return _of((*kept[:-1], kept[-1] + 1))


def _split(segments: tuple[Segment, ...]) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    first = next((i for i, segment in enumerate(segments) if isinstance(segment, str)), len(segments))
    return segments[:first], segments[first:]


def _without_trailing_zeros(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    end = len(segments)
    while end and segments[end - 1] == 0:
        end -= 1
    return segments[:end]


def _key(canonical: tuple[Segment, ...]) -> _Key:
    """Three places for each segment but zeros, and a zero at the end.

    Letters are less than any number, and what is not written counts as 0. So letters (-1) come before the end (0) and
    numbers (1) after it; the more zeros stand before either, the nearer both are to the end.
    """
    key: list[int | str] = []
    zeros = 0
    for segment in canonical:
        if segment == 0:
            zeros += 1
        else:
            key += (-1, zeros, segment) if isinstance(segment, str) else (1, -zeros, segment)
            zeros = 0
    return (*key, 0)


@lru_cache(maxsize=1 << 15)
def _parsed(text: str) -> Version:
    """Kept, because the same few versions are compared again and again; they can't change."""
    if not _ANCHORED.fullmatch(text):
        raise ValueError(f"malformed version number {text!r}")
    normal = text.strip(" \t\r\n\f\v").replace("-", ".pre.") or "0"
    return Version(normal, tuple(int(run) if run.isdigit() else run for run in _RUNS.findall(normal)))
