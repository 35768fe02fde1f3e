"""Path patterns in the dialects of code owners files -> which line of a list a path obeys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias


class InvalidPatternError(ValueError):
    """The pattern means nothing in its dialect; the message says why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Tests of which one must hold for a path; '' is none.

    They are apart because plain texts need no regular expression, and whole folders can be decided once.
    """

    exact: str = ""
    """The path itself."""
    folder: str = ""
    """A folder above it, with `/` at the end."""
    file: str = ""
    """Regular expression of the whole path."""
    name: str = ""
    """Regular expression of the base name."""
    below: str = ""
    """Regular expression of the folder it lies in, with `/` at the end."""


Dialect: TypeAlias = Callable[[str], Pattern]
"""Raises InvalidPatternError."""


def github(text: str) -> Pattern:
    """CODEOWNERS of GitHub: git-ignore patterns without `!` and `[ ]`, and `x/*` is one level deep.

    Source: docs.github.com, 'About code owners'.
    """
    if text.startswith("!"):
        raise InvalidPatternError("'!' does not negate here")
    if "[" in text or "]" in text:
        raise InvalidPatternError("'[ ]' is not a character range here")
    if "***" in text:
        raise InvalidPatternError("more than two '*' in a row")
    segments = _segments(text)
    if not text.startswith("/") and len(segments) == 1:
        return _named(["**", *segments], text.endswith("/"))
    one_level = segments[-1] == "*" and not text.endswith("/")
    return _file(segments) if one_level else _named(segments, text.endswith("/"))


def gitlab(text: str) -> Pattern:
    """CODEOWNERS of GitLab: a pattern names files, with a `/` at the end folders; without one in front at any depth.

    Source: docs.gitlab.com, 'CODEOWNERS syntax'; paths are matched as by Ruby's File.fnmatch, dot files included.
    """
    segments = _segments(text)
    if not text.startswith("/"):
        segments = ["**", *segments]
    if text.endswith("/"):
        return _named(segments, only_folders=True)
    return _file([*segments[:-1], "*" if segments[-1] == "**" else segments[-1]])


def shell(text: str) -> tuple[Pattern, ...]:
    """Globs of code_ownership's YAML files: `{a,b}` gives several, and `**` is any depth, also at the end.

    Source: github.com/rubyatscale/codeowners-rs, which matches with the crate fast_glob.
    """
    return tuple(_shell(_segments(glob)) for glob in _braces(text))


def _shell(segments: list[str]) -> Pattern:
    return _named(segments, only_folders=True) if segments[-1] == "**" else _file(segments)


def _segments(text: str) -> list[str]:
    segments = [part for part in text.split("/") if part]
    if not segments:
        raise InvalidPatternError("the pattern names nothing")
    return segments


def _named(segments: list[str], only_folders: bool) -> Pattern:
    """What the pattern names: a file, or a folder with all that lies in it."""
    named = list(segments)
    while named and named[-1] == "**":
        named.pop()
    if not named:
        return Pattern(below=".*")
    file = Pattern() if only_folders or len(named) < len(segments) else _file(named)
    if _plain(named):
        return replace(file, folder="/".join([*named, ""]))
    return replace(file, below=f"{_path(named)}/.*")


def _file(segments: list[str]) -> Pattern:
    if _plain(segments):
        return Pattern(exact="/".join(segments))
    *folders, name = segments
    return Pattern(name=_segment(name)) if folders == ["**"] else Pattern(file=_path(segments))


def _plain(segments: Iterable[str]) -> bool:
    return not any(re.search(r"[*?\[\\]", part) for part in segments)


def _path(segments: Iterable[str]) -> str:
    """A path of segments in which `**` is any number of folders."""
    chunks: list[list[str]] = [[]]
    for part in segments:
        if part != "**":
            chunks[-1].append(_segment(part))
        elif chunks[-1] or len(chunks) == 1:
            chunks.append([])
    *parents, last = ["/".join(chunk) for chunk in chunks]
    return _leftmost([*(f"{chunk}/" if chunk else "" for chunk in parents), last], "[^/]+/")


_TOKEN = re.compile(
    r"""\\(?P<escaped>.) | (?P<stars>\*+) | (?P<one>\?)
    | \[(?P<negated>[!^]?)(?P<range>\][^\]]*|[^\]]+)\] | (?P<plain>.)""",
    re.DOTALL | re.VERBOSE,
)


def _segment(text: str) -> str:
    """The text between two slashes; `*`, `?` and `[ ]` stop at slashes."""
    chunks = [""]
    for found in _TOKEN.finditer(text):
        if found["stars"]:
            chunks.append("")
        else:
            chunks[-1] += _character(found)
    return _leftmost(chunks, "[^/]")


def _character(found: re.Match[str]) -> str:
    if found["one"]:
        return "[^/]"
    if found["range"]:
        return _range(found["range"], bool(found["negated"]))
    return re.escape(found["escaped"] or found["plain"])


def _range(inside: str, negated: bool) -> str:
    escaped = re.sub(r"[^\w-]", r"\\\g<0>", inside)
    source = f"(?!/)[{'^' if negated else ''}{escaped}]"
    try:
        re.compile(source)
    except re.error as error:
        raise InvalidPatternError(f"'[{inside}]' is no character range") from error
    return source


def _leftmost(chunks: Sequence[str], gap: str) -> str:
    """The chunks in this order with any number of gaps between them.

    All but the last may be taken where they first occur and never be tried again (an atomic group): if a match exists,
    it exists from there on. So a pattern full of stars takes linear time for each, not exponential.
    """
    if len(chunks) == 1:
        return chunks[0]
    first, *middle, last = chunks
    return first + "".join(f"(?>(?:{gap})*?{chunk})" for chunk in middle if chunk) + f"(?:{gap})*{last}"


_MOST_ALTERNATIVES = 256


def _braces(text: str) -> list[str]:
    """`{a,b}c` -> ac, bc; innermost first, so that braces may nest."""
    done: list[str] = []
    waiting = [text]
    while waiting:
        glob = waiting.pop()
        found = re.search(r"\{([^{}]*)\}", glob)
        if found is None:
            done.append(glob)
        else:
            waiting += [glob[: found.start()] + choice + glob[found.end() :] for choice in found[1].split(",")]
        if len(done) + len(waiting) > _MOST_ALTERNATIVES:
            raise InvalidPatternError(f"more than {_MOST_ALTERNATIVES} alternatives in braces")
    return done


@dataclass(frozen=True, slots=True)
class PatternList:
    """Patterns in the order of their file, asked for the last that holds for a path."""

    _exact: Mapping[str, int]
    _folders: Mapping[str, int]
    _files: _Alternation
    _names: _Alternation
    _below: _Alternation
    _known_folders: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Answers for whole folders, kept because files come in folders."""

    @classmethod
    def of(cls, patterns: Sequence[Pattern]) -> PatternList:
        """Compile the patterns of one file or section."""
        return cls(
            {pattern.exact: index for index, pattern in enumerate(patterns) if pattern.exact},
            {pattern.folder: index for index, pattern in enumerate(patterns) if pattern.folder},
            _Alternation.of([pattern.file for pattern in patterns]),
            _Alternation.of([pattern.name for pattern in patterns]),
            _Alternation.of([pattern.below for pattern in patterns]),
        )

    def last(self, path: str) -> int:
        """Index of the last pattern that holds, -1 for none."""
        cut = path.rfind("/") + 1
        folder, name = path[:cut], path[cut:]
        if folder not in self._known_folders:
            self._known_folders[folder] = self._covering(folder)
        return max(
            self._known_folders[folder], self._exact.get(path, -1), self._files.last(path), self._names.last(name)
        )

    def _covering(self, folder: str) -> int:
        above = (folder[: found.end()] for found in re.finditer("/", folder))
        return max(self._below.last(folder), *(self._folders.get(parent, -1) for parent in above), -1)


@dataclass(frozen=True, slots=True)
class _Alternation:
    """Regular expressions tried as one, later ones first; those of '' are left out."""

    regex: re.Pattern[str] | None
    indexes: tuple[int, ...]

    @classmethod
    def of(cls, sources: Sequence[str]) -> _Alternation:
        """Join; the empty group behind each alternative tells which one it was.

        A group in front would hide the first letter, by which the regex engine drops most alternatives unseen.
        """
        indexes = tuple(index for index in reversed(range(len(sources))) if sources[index])
        regex = re.compile("|".join(f"(?:{sources[index]})()" for index in indexes), re.DOTALL) if indexes else None
        return cls(regex, indexes)

    def last(self, text: str) -> int:
        """Index of the last source that matches the whole text, -1 for none."""
        found = self.regex.fullmatch(text) if self.regex else None
        return self.indexes[found.lastindex - 1] if found and found.lastindex else -1
